package com.veetssuites.task;

import com.veetssuites.task.postgres.OneTransaction.Statements;
import com.veetssuites.task.postgres.ScheduleRow;
import com.veetssuites.task.postgres.ScheduleRows;
import com.veetssuites.task.postgres.TaskRow;
import com.veetssuites.task.postgres.TaskRows;
import com.veetssuites.task.postgres.TaskRows.Filter;
import com.veetssuites.task.postgres.TaskRows.QueueRow;
import com.veetssuites.task.postgres.TaskRows.TypeRow;
import com.veetssuites.task.postgres.TaskRows.WorkerRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What there is of tasks, queues and workers, and what a person decides about them. It needs the
 * database alone, no worker and no handlers: what is decided reaches every worker through it.
 */
public final class TaskControl {

  /** Tasks of one statement, so that no decision about many is one long transaction. */
  private static final int BATCH = 1_000;

  private static final String LOWEST = "00000000-0000-0000-0000-000000000000";
  private static final String HIGHEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

  /** Each begins at the front of the queue, where those before have left their dead rows. */
  private static final int PURGE_BATCH = 20_000;

  private final DataSource source;
  private final TaskSignals signals;

  public TaskControl(DataSource source, TaskSignals signals) {
    this.source = source;
    this.signals = signals;
  }

  /** The task of an id; empty when there never was one, or it has expired. */
  public Optional<TaskStatus> find(TaskId id) {
    TaskRow row = ask(connection -> TaskRows.find(connection, id.value()));
    return Optional.ofNullable(row).map(TaskStatus::of);
  }

  /**
   * The tasks whose id begins so, at most that many; none when no id can begin so. Ids grow with
   * time: those of one minute have their first eight characters in common.
   */
  public List<TaskId> beginningWith(String beginning, int most) {
    int typed = Math.min(beginning.length(), LOWEST.length());
    Optional<TaskId> first = exactly(beginning + LOWEST.substring(typed));
    Optional<TaskId> last = exactly(beginning + HIGHEST.substring(typed));
    if (first.isEmpty() || last.isEmpty()) {
      return List.of();
    }
    return ask(connection ->
            TaskRows.between(connection, first.get().value(), last.get().value(), most))
        .stream()
        .map(TaskId::new)
        .toList();
  }

  /** The reader of ids also takes groups that are too long or too short. */
  private static Optional<TaskId> exactly(String text) {
    return TaskId.parse(text).filter(id -> id.toString().equalsIgnoreCase(text));
  }

  /**
   * What workers have in hand, the longest first.
   *
   * @param queue null for every one
   * @param type null for every one
   */
  public List<TaskStatus> active(@Nullable String queue, @Nullable String type, int limit) {
    return statuses(ask(connection -> TaskRows.active(connection, new Filter(queue, type), limit)));
  }

  /** What waits, the next first. */
  public List<TaskStatus> queued(@Nullable String queue, @Nullable String type, int limit) {
    return statuses(ask(connection -> TaskRows.queued(connection, new Filter(queue, type), limit)));
  }

  /** What has failed for the last time, the newest first. */
  public List<TaskStatus> dead(@Nullable String queue, @Nullable String type, int limit) {
    return statuses(ask(connection -> TaskRows.dead(connection, new Filter(queue, type), limit)));
  }

  /** Every queue that somebody serves or in which there is something, by name. */
  public List<QueueRow> queues() {
    return ask(TaskRows::queues);
  }

  /** Every type of which there is something, by queue and name. */
  public List<TypeRow> types() {
    return ask(TaskRows::types);
  }

  /** The workers that live. */
  public List<WorkerRow> workers() {
    return ask(TaskRows::workers);
  }

  /** All schedules, by name. */
  public List<ScheduleRow> schedules() {
    return ask(ScheduleRows::all);
  }

  /** What a cancel has done. */
  public enum Cancelled {
    /** It waited, and never runs. */
    REMOVED,
    /** It runs, and is being interrupted. */
    INTERRUPTED,
    /** It has ended already, or never was. */
    NOT_FOUND
  }

  /** Removes a task that waits, and interrupts one that runs. */
  public Cancelled cancel(TaskId id) {
    String before =
        ask(connection ->
            TaskRows.cancel(connection, id.value(), TaskRun.KEEP_CANCELLED.toMillis()));
    if (before == null) {
      return Cancelled.NOT_FOUND;
    }
    if (before.equals(TaskState.QUEUED.name())) {
      return Cancelled.REMOVED;
    }
    signals.call(TaskSignals.cancelWord(id));
    return Cancelled.INTERRUPTED;
  }

  /** Puts a dead task back into its queue; false when there is no dead task of this id. */
  public boolean retry(TaskId id) {
    List<String> queues =
        ask(connection -> TaskRows.retry(connection, id.value(), new Filter(null, null), null, 1));
    signals.enqueued(new TreeSet<>(queues));
    return !queues.isEmpty();
  }

  /** Puts dead tasks back into their queues; returns how many. */
  public int retryAll(@Nullable String queue, @Nullable String type) {
    int retried = 0;
    // What dies again meanwhile is not retried a second time.
    Instant began = ask(ScheduleRows::now);
    while (true) {
      List<String> queues =
          ask(connection ->
              TaskRows.retry(connection, null, new Filter(queue, type), began, BATCH));
      signals.enqueued(new TreeSet<>(queues));
      retried += queues.size();
      if (queues.size() < BATCH) {
        return retried;
      }
    }
  }

  /** Lets no worker start tasks of the queue; what runs goes on. */
  public void pause(String queue) {
    ask(connection -> {
      TaskRows.pause(connection, queue, true);
      return queue;
    });
  }

  /** Lets the queue go on. */
  public void resume(String queue) {
    ask(connection -> {
      TaskRows.pause(connection, queue, false);
      return queue;
    });
    signals.enqueued(Set.of(queue));
  }

  /** Deletes what waits in the queue; returns how many. What runs goes on. */
  public int purge(String queue) {
    int purged = 0;
    while (true) {
      int batch = ask(connection -> TaskRows.purge(connection, queue, PURGE_BATCH));
      purged += batch;
      if (batch < PURGE_BATCH) {
        return purged;
      }
    }
  }

  private static List<TaskStatus> statuses(List<TaskRow> rows) {
    return rows.stream().map(TaskStatus::of).toList();
  }

  private <T extends @Nullable Object> T ask(Statements<T> statements) {
    return TaskDatabase.ask(source, statements);
  }
}
