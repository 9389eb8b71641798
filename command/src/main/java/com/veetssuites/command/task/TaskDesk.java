package com.veetssuites.command.task;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Nearest;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.postgres.ScheduleRows;
import com.veetssuites.task.postgres.TaskRows.QueueRow;
import com.veetssuites.task.postgres.TaskRows.TypeRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where the commands look things up: what was typed, and what there is. */
record TaskDesk(TaskControl control, DataSource source) {

  private static final int LEAST = 8;

  /** The time of the database, by which everything about tasks is dated. */
  Instant now() {
    try (Connection connection = source.getConnection()) {
      return ScheduleRows.now(connection);
    } catch (SQLException e) {
      throw new CommandFailed("The database cannot be asked for its time: " + e.getMessage(), e);
    }
  }

  /**
   * The task that was typed.
   *
   * @param wrong why there is none: a sentence
   */
  record Typed(@Nullable TaskId id, String wrong) {}

  /** What an id stands for, or the beginning of one. */
  Typed task(String typed) {
    Optional<TaskId> whole = TaskId.parse(typed);
    if (whole.isPresent()) {
      return new Typed(whole.get(), "");
    }
    if (typed.length() < LEAST || !typed.matches("[0-9a-fA-F-]{1,35}")) {
      return new Typed(
          null,
          "\"%s\" is no id of a task: that is a UUID, or at least its first %d characters."
              .formatted(Cells.text(typed, 60), LEAST));
    }
    List<TaskId> found = control.beginningWith(typed, 2);
    return switch (found.size()) {
      case 0 -> new Typed(null, "There is no task %s…, or it has expired.".formatted(typed));
      case 1 -> new Typed(found.getFirst(), "");
      default -> new Typed(null, "Several tasks begin with %s: type more of it.".formatted(typed));
    };
  }

  /** Why a queue is not there, among these: a sentence. */
  static String noSuchQueue(String queue, Collection<String> known) {
    return missing("queue", queue, known, "no worker serves one, and nothing is in one");
  }

  /**
   * Fails when somebody asks for what is not there, rather than for what is empty.
   *
   * @param queue null for every one
   * @param type null for every one
   */
  void requireKnown(@Nullable String queue, @Nullable String type) {
    if (queue != null) {
      List<String> queues = control.queues().stream().map(QueueRow::queue).toList();
      if (!queues.contains(queue)) {
        throw new CommandFailed(noSuchQueue(queue, queues));
      }
    }
    if (type != null) {
      Set<String> types = new TreeSet<>();
      control.types().stream().map(TypeRow::type).forEach(types::add);
      control.workers().stream().map(Registry::types).forEach(types::addAll);
      if (!types.contains(type)) {
        throw new CommandFailed(
            missing(
                "type of task", type, types, "no worker runs one, and there is nothing of one"));
      }
    }
  }

  private static String missing(String what, String typed, Collection<String> known, String none) {
    String nearest = Nearest.to(typed, known.stream());
    String hint;
    if (known.isEmpty()) {
      hint = ": " + none + ".";
    } else if (nearest != null) {
      hint = "; did you mean " + nearest + "?";
    } else {
      hint = "; there " + (known.size() == 1 ? "is " : "are ") + String.join(", ", known) + ".";
    }
    return "There is no %s \"%s\"%s".formatted(what, Cells.text(typed, 60), hint);
  }
}
