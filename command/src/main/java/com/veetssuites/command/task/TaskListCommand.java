package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that shows tasks, of which there may be many. */
abstract class TaskListCommand extends TaskCommand {

  private static final int MOST = 1_000;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "Only those of this queue.")
  private @Nullable String queue;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type.")
  private @Nullable String type;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  /**
   * @param more whether there are more than the limit
   */
  private record Document(boolean more, List<TaskDocument> tasks) {}

  @Override
  void check() {
    if (limit < 1 || limit > MOST) {
      throw wrong("--limit must be from 1 to %d, not %d.".formatted(MOST, limit));
    }
  }

  @Override
  boolean run(TaskDesk desk, Output output) {
    List<TaskStatus> found = find(desk, queue, type, limit + 1);
    if (found.isEmpty()) {
      desk.requireKnown(queue, type);
    }
    boolean more = found.size() > limit;
    List<TaskStatus> tasks = more ? found.subList(0, limit) : found;
    // Asked only where it shows: it is one more connection.
    boolean running = tasks.stream().anyMatch(task -> task.state() == TaskState.RUNNING);
    Instant now = running ? desk.now() : Instant.EPOCH;
    if (tasks.isEmpty()) {
      output.line("%s", none());
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(head());
      tasks.forEach(task -> rows.add(row(task, now)));
      output.table(rows);
    }
    if (more) {
      output.line("And more; --limit shows up to %,d.", MOST);
    }
    output.document(
        new Document(more, tasks.stream().map(task -> TaskDocument.of(task, now)).toList()));
    return true;
  }

  abstract List<TaskStatus> find(
      TaskDesk desk, @Nullable String queue, @Nullable String type, int most);

  /** What is said when there are none. */
  abstract String none();

  abstract List<String> head();

  abstract List<String> row(TaskStatus task, Instant now);
}
