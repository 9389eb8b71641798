package com.veetssuites.benchmarks.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is to be run, as the command has checked it.
 *
 * @param url of the server, without a path
 * @param users virtual users at once
 * @param duration from the first user's first request
 * @param scenario {@code browse}, {@code student} or {@code mixed}
 * @param pause between two requests of a user, on average
 * @param folder an empty one, for everything that the run leaves
 */
record LoadPlan(
    URI url, int users, Duration duration, String scenario, Duration pause, Path folder) {

  /** In mixed company one user in five is a student; the others only look around. */
  private static final int STUDENTS_SHARE = 5;

  /** The plan of a command line that was written by the command. */
  static LoadPlan of(String... arguments) {
    return new LoadPlan(
        URI.create(arguments[0]),
        Integer.parseInt(arguments[1]),
        Duration.ofMillis(Long.parseLong(arguments[2])),
        arguments[3],
        Duration.ofMillis(Long.parseLong(arguments[4])),
        Path.of(arguments[5]));
  }

  int students() {
    return switch (scenario) {
      case "browse" -> 0;
      case "student" -> users;
      case "mixed" -> (users + STUDENTS_SHARE - 1) / STUDENTS_SHARE;
      default -> throw new IllegalArgumentException(scenario);
    };
  }

  int visitors() {
    return users - students();
  }
}
