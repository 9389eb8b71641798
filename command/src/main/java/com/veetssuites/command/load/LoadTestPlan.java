package com.veetssuites.command.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is asked for.
 *
 * @param users virtual users at once
 * @param pause between two requests of a user, on average
 */
record LoadTestPlan(
    LoadTarget target, int users, Duration duration, LoadScenario scenario, Duration pause) {

  /** The command line of the process, in the order in which it reads it. */
  List<String> arguments(Path folder) {
    return List.of(
        target.url().toString(),
        Integer.toString(users),
        Long.toString(duration.toMillis()),
        scenario.toString(),
        Long.toString(pause.toMillis()),
        folder.toString());
  }
}
