package com.veetssuites.command.task;

import com.veetssuites.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code veets tasks active}. */
@Command(
    name = "active",
    description = "Show what workers have in hand, the longest first.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks active",
      "  veets tasks active --queue file_processing --json"
    })
final class ActiveCommand extends TaskListCommand {

  @Override
  List<TaskStatus> find(TaskDesk desk, @Nullable String queue, @Nullable String type, int most) {
    return desk.control().active(queue, type, most);
  }

  @Override
  String none() {
    return "Nothing runs.";
  }

  @Override
  List<String> head() {
    return List.of("id", "type", "queue", "worker", "attempt", "for", "progress");
  }

  @Override
  List<String> row(TaskStatus task, Instant now) {
    Duration running = Objects.requireNonNullElse(TaskDocument.running(task, now), Duration.ZERO);
    String progress =
        "%d %%%s"
            .formatted(
                task.progress(),
                task.progressText() == null ? "" : " " + Cells.text(task.progressText(), 60));
    return List.of(
        task.id().toString(),
        task.type(),
        task.queue(),
        Cells.text(task.worker(), 60),
        String.valueOf(task.attempt()),
        Cells.span(running),
        progress);
  }
}
