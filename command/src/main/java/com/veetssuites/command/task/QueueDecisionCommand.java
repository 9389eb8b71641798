package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A command that decides about whole queues. */
abstract class QueueDecisionCommand extends TaskCommand {

  @Parameters(paramLabel = "QUEUE", arity = "1..*", description = "Their names.")
  private List<String> queues = List.of();

  @Override
  final boolean run(TaskDesk desk, Output output) {
    Decisions decisions = new Decisions(output);
    List<String> known = new ArrayList<>();
    for (String queue : new LinkedHashSet<>(queues)) {
      String wrong = desk.missingQueue(queue);
      if (wrong == null) {
        known.add(queue);
      } else {
        decisions.failed(queue, "not_found", wrong);
      }
    }
    if (!known.isEmpty()) {
      decide(desk, known, decisions);
    }
    return decisions.finish(action());
  }

  abstract String action();

  abstract void decide(TaskDesk desk, List<String> known, Decisions decisions);

  /** How many tasks wait in a queue, also for their time. */
  static long waiting(TaskDesk desk, String queue) {
    return desk.control().queues().stream()
        .filter(each -> each.queue().equals(queue))
        .mapToLong(each -> each.queued() + each.scheduled())
        .sum();
  }
}
