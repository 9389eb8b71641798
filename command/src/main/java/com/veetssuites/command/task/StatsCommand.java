package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.postgres.TaskRows.TypeRow;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code veets tasks stats}. */
@Command(
    name = "stats",
    description = {
      "Count tasks by type, with mean and 95th percentile of the run times of those that succeeded.",
      "What has ended counts until its result expires."
    },
    sortOptions = false,
    footer = {"", "Examples:", "  veets tasks stats", "  veets tasks stats --json"})
final class StatsCommand extends TaskCommand {

  private record Document(List<TypeRow> types) {}

  @Override
  boolean run(TaskDesk desk, Output output) {
    List<TypeRow> types = desk.control().types();
    if (types.isEmpty()) {
      output.line("There are no tasks.");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(
          List.of(
              "type",
              "queue",
              "queued",
              "scheduled",
              "running",
              "succeeded",
              "dead",
              "cancelled",
              "mean ms",
              "p95 ms"));
      types.forEach(each ->
          rows.add(
              List.of(
                  each.type(),
                  each.queue(),
                  Cells.count(each.queued()),
                  Cells.count(each.scheduled()),
                  Cells.count(each.running()),
                  Cells.count(each.succeeded()),
                  Cells.count(each.dead()),
                  Cells.count(each.cancelled()),
                  Cells.millis(each.meanMillis()),
                  Cells.millis(each.p95Millis()))));
      output.table(rows);
    }
    output.document(new Document(types));
    return true;
  }
}
