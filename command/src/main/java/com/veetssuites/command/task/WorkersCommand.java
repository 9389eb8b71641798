package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.postgres.TaskRows.WorkerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code veets tasks workers}. */
@Command(
    name = "workers",
    description = {
      "Show the processes that run tasks: what they serve, and how many at once.",
      "One that is silent was probably killed; another worker removes it, and what it had runs there."
    },
    sortOptions = false,
    footer = {"", "Examples:", "  veets tasks workers", "  veets tasks workers --json"})
final class WorkersCommand extends TaskCommand {

  /**
   * @param queues concurrency by queue
   * @param types of tasks that it can run
   * @param heartbeatSeconds since it last said that it lives
   * @param running tasks that it has in hand
   */
  private record Shown(
      long id,
      String name,
      String state,
      Map<String, Integer> queues,
      List<String> types,
      Instant startedAt,
      double heartbeatSeconds,
      int running) {
    static Shown of(WorkerRow worker) {
      return new Shown(
          worker.id(),
          worker.name(),
          Registry.state(worker),
          Registry.queues(worker),
          Registry.types(worker),
          worker.startedAt(),
          worker.silentMillis() / 1e3,
          worker.running());
    }

    List<String> row() {
      return List.of(
          Cells.text(name, 60),
          queues.entrySet().stream()
              .map(each -> each.getKey() + "×" + each.getValue())
              .collect(Collectors.joining(" ")),
          String.valueOf(running),
          Cells.time(startedAt),
          Cells.span(Duration.ofMillis(Math.round(heartbeatSeconds * 1e3))) + " ago",
          state);
    }
  }

  private record Document(List<Shown> workers) {}

  @Override
  boolean run(TaskDesk desk, Output output) {
    List<Shown> workers = desk.control().workers().stream().map(Shown::of).toList();
    if (workers.isEmpty()) {
      output.line("No worker runs: `veets serve` has one, `veets worker` is one more.");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("name", "queues", "in hand", "since", "last heartbeat", "state"));
      workers.forEach(each -> rows.add(each.row()));
      output.table(rows);
    }
    output.document(new Document(workers));
    return true;
  }
}
