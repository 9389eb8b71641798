package com.veetssuites.command.task;

import com.veetssuites.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code veets tasks queued}. */
@Command(
    name = "queued",
    description = "Show what waits, queue by queue and the next first; also for its time.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks queued",
      "  veets tasks queued --queue notifications --limit 200",
      "  veets tasks queued --type process_cv_upload --json"
    })
final class QueuedCommand extends TaskListCommand {

  @Override
  List<TaskStatus> find(TaskDesk desk, @Nullable String queue, @Nullable String type, int most) {
    return desk.control().queued(queue, type, most);
  }

  @Override
  String none() {
    return "Nothing waits.";
  }

  @Override
  List<String> head() {
    return List.of("id", "type", "queue", "priority", "state", "due", "tried");
  }

  @Override
  List<String> row(TaskStatus task, Instant now) {
    return List.of(
        task.id().toString(),
        task.type(),
        task.queue(),
        Cells.name(task.priority()),
        Cells.name(task.state()),
        Cells.time(task.runAt()),
        String.valueOf(task.attempt()));
  }
}
