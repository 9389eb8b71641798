package com.veetssuites.command.task;

import com.veetssuites.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code veets tasks dead}. */
@Command(
    name = "dead",
    description = {
      "Show what has failed for the last time, the newest first.",
      "--json has the payloads and every try as well, and so may hold what is confidential."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks dead",
      "  veets tasks dead --type send_notification_email --limit 10 --json"
    })
final class DeadCommand extends TaskListCommand {

  private static final int WIDEST = 100;

  @Override
  List<TaskStatus> find(TaskDesk desk, @Nullable String queue, @Nullable String type, int most) {
    return desk.control().dead(queue, type, most);
  }

  @Override
  String none() {
    return "Nothing is dead.";
  }

  @Override
  List<String> head() {
    return List.of("id", "type", "queue", "attempts", "died", "error");
  }

  @Override
  List<String> row(TaskStatus task, Instant now) {
    return List.of(
        task.id().toString(),
        task.type(),
        task.queue(),
        String.valueOf(task.attempt()),
        Cells.time(task.finishedAt()),
        Cells.text(task.error(), WIDEST));
  }
}
