package com.veetssuites.command.task;

import java.util.List;
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
  void decide(TaskDesk desk, List<String> known, Decisions decisions) {
    for (String queue : known) {
      desk.control().resume(queue);
      decisions.done(queue, "resumed", "Queue %s goes on.".formatted(queue), waiting(desk, queue));
    }
  }
}
