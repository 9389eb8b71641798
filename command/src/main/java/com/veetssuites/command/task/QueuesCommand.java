package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.postgres.TaskRows.QueueRow;
import com.veetssuites.task.postgres.TaskRows.WorkerRow;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code veets tasks queues}. */
@Command(
    name = "queues",
    description = "Show the queues: how much waits and runs in each, and who serves it.",
    sortOptions = false,
    footer = {"", "Examples:", "  veets tasks queues", "  veets tasks queues --json"})
final class QueuesCommand extends TaskCommand {

  /**
   * @param workers that serve it
   * @param concurrency of all of them together
   */
  private record Shown(
      String queue,
      boolean paused,
      long queued,
      long scheduled,
      long running,
      long dead,
      int workers,
      int concurrency) {
    static Shown of(QueueRow queue, List<WorkerRow> workers) {
      List<Integer> places =
          workers.stream()
              .filter(each -> Registry.state(each).equals("running"))
              .map(each -> Registry.queues(each).getOrDefault(queue.queue(), 0))
              .filter(each -> each > 0)
              .toList();
      return new Shown(
          queue.queue(),
          queue.paused(),
          queue.queued(),
          queue.scheduled(),
          queue.running(),
          queue.dead(),
          places.size(),
          places.stream().mapToInt(each -> each).sum());
    }
  }

  private record Document(List<Shown> queues) {}

  @Override
  boolean run(TaskDesk desk, Output output) {
    List<WorkerRow> workers = desk.control().workers();
    List<Shown> queues =
        desk.control().queues().stream().map(queue -> Shown.of(queue, workers)).toList();
    if (queues.isEmpty()) {
      output.line("There are no queues: no worker serves one, and nothing is in one.");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(
          List.of(
              "queue", "queued", "scheduled", "running", "dead", "workers", "at once", "state"));
      queues.forEach(each ->
          rows.add(
              List.of(
                  each.queue(),
                  Cells.count(each.queued()),
                  Cells.count(each.scheduled()),
                  Cells.count(each.running()),
                  Cells.count(each.dead()),
                  Cells.count(each.workers()),
                  Cells.count(each.concurrency()),
                  each.paused() ? "paused" : each.workers() == 0 ? "not served" : "served")));
      output.table(rows);
    }
    output.document(new Document(queues));
    return true;
  }
}
