package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.postgres.TaskRows.QueueRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Parameters;

/** A command that decides about whole queues. */
abstract class QueueDecisionCommand extends TaskCommand {

  @Parameters(paramLabel = "QUEUE", arity = "1..*", description = "Their names.")
  private List<String> queues = List.of();

  @Override
  final boolean run(TaskDesk desk, Output output) {
    Decisions decisions = new Decisions(output);
    Map<String, Long> waiting = new TreeMap<>();
    for (QueueRow row : desk.control().queues()) {
      waiting.put(row.queue(), row.queued() + row.scheduled());
    }
    Map<String, Long> known = new LinkedHashMap<>();
    for (String queue : queues) {
      Long tasks = waiting.get(queue);
      if (tasks != null) {
        known.put(queue, tasks);
      } else {
        decisions.failed(queue, "not_found", TaskDesk.noSuchQueue(queue, waiting.keySet()));
      }
    }
    if (!known.isEmpty()) {
      decide(desk, known, decisions);
    }
    return decisions.finish(action());
  }

  abstract String action();

  /**
   * @param known how many tasks wait, also for their time, by queue
   */
  abstract void decide(TaskDesk desk, Map<String, Long> known, Decisions decisions);
}
