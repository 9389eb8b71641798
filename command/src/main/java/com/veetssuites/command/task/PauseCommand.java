package com.veetssuites.command.task;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code veets tasks pause}. */
@Command(
    name = "pause",
    description = "Let no worker start tasks of these queues; what runs goes on.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks pause notifications",
      "  veets tasks resume notifications"
    })
final class PauseCommand extends QueueDecisionCommand {

  @Override
  String action() {
    return "pause";
  }

  @Override
  void decide(TaskDesk desk, Map<String, Long> known, Decisions decisions) {
    known.forEach((queue, waiting) -> {
      desk.control().pause(queue);
      decisions.done(
          queue,
          "paused",
          "Queue %s is paused, with %s waiting.".formatted(queue, Cells.tasks(waiting)),
          waiting);
    });
  }
}
