package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.postgres.ScheduleRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code veets tasks schedules}. */
@Command(
    name = "schedules",
    description = "Show what is enqueued again and again: when next, and what it was last.",
    sortOptions = false,
    footer = {"", "Examples:", "  veets tasks schedules", "  veets tasks schedules --json"})
final class SchedulesCommand extends TaskCommand {

  private record Shown(
      String name,
      String task,
      String timing,
      String missed,
      boolean configured,
      Instant nextAt,
      @Nullable Instant lastAt,
      @Nullable String lastTask,
      JsonNode payload) {
    static Shown of(ScheduleRow schedule) {
      return new Shown(
          schedule.name(),
          schedule.type(),
          schedule.timing(),
          schedule.missed().toLowerCase(Locale.ROOT),
          schedule.configured(),
          schedule.nextAt(),
          schedule.lastAt(),
          schedule.lastTask() == null ? null : schedule.lastTask().toString(),
          JsonMapper.shared().readTree(schedule.payload()));
    }

    List<String> row() {
      return List.of(
          Cells.text(name, 60),
          task,
          Cells.text(timing, 60),
          Cells.time(nextAt),
          Cells.time(lastAt),
          Cells.text(lastTask, 36));
    }
  }

  private record Document(List<Shown> schedules) {}

  @Override
  boolean run(TaskDesk desk, Output output) {
    List<Shown> schedules = desk.control().schedules().stream().map(Shown::of).toList();
    if (schedules.isEmpty()) {
      output.line("There are no schedules.");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("name", "task", "timing", "next", "last", "last task"));
      schedules.forEach(each -> rows.add(each.row()));
      output.table(rows);
    }
    output.document(new Document(schedules));
    return true;
  }
}
