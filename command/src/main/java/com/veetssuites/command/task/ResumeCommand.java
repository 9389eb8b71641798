package com.veetssuites.command.task;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code veets tasks resume}. */
@Command(
    name = "resume",
    description = "Let paused queues go on.",
    sortOptions = false,
    footer = {"", "Examples:", "  veets tasks resume notifications cache"})
final class ResumeCommand extends QueueDecisionCommand {

  @Override
  String action() {
    return "resume";
  }

  @Override
  void decide(TaskDesk desk, Map<String, Long> known, Decisions decisions) {
    known.forEach((queue, waiting) -> {
      desk.control().resume(queue);
      decisions.done(queue, "resumed", "Queue %s goes on.".formatted(queue), waiting);
    });
  }
}
