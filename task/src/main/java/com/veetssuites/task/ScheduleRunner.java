package com.veetssuites.task;

import com.veetssuites.task.postgres.NewTask;
import com.veetssuites.task.postgres.OneTransaction;
import com.veetssuites.task.postgres.ScheduleRow;
import com.veetssuites.task.postgres.ScheduleRows;
import com.veetssuites.task.postgres.TaskInserts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enqueues what is scheduled. Every worker does: of all who see a time come, the one that moves the
 * schedule on enqueues, in the same transaction. What still waits since the time before is not
 * enqueued a second time.
 */
final class ScheduleRunner {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRunner.class);

  /** So late a time was missed: nobody ran, rather than everybody was busy. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");

  /** Stands for the task of a time that is left out. */
  private static final UUID PASSED_OVER = new UUID(0, 0);

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DataSource source;
  private final TaskTypes types;
  private final TaskSignals signals;
  private final Clock clock;
  private boolean called;

  ScheduleRunner(DataSource source, TaskTypes types, TaskSignals signals, Clock clock) {
    this.source = source;
    this.types = types;
    this.signals = signals;
    this.clock = clock;
  }

  /** A schedule has changed. */
  synchronized void call() {
    called = true;
    notifyAll();
  }

  /** Does what is due, and waits for what is next. */
  void run() throws InterruptedException {
    Duration next;
    boolean left = false;
    try (Connection connection = source.getConnection()) {
      for (ScheduleRow due : ScheduleRows.due(connection)) {
        left |= !enqueuedAlone(connection, due);
      }
      next = ScheduleRows.untilNext(connection);
    } catch (SQLException e) {
      LOG.debug("Schedules wait for the database: {}", e.toString());
      next = PAUSE;
    }
    // Due, and not moved on: its type is unknown here, or another worker is at it.
    Duration wait = next == null || next.compareTo(LONGEST) > 0 ? LONGEST : next.plusMillis(1);
    rest(left && wait.compareTo(PAUSE) < 0 ? PAUSE : wait);
  }

  private synchronized void rest(Duration most) throws InterruptedException {
    if (!called) {
      wait(most.toMillis());
    }
    called = false;
  }

  /** One that cannot be enqueued must not keep the others from it. */
  private boolean enqueuedAlone(Connection connection, ScheduleRow due) throws SQLException {
    try {
      return enqueue(connection, due);
    } catch (RuntimeException e) {
      LOG.error("The schedule {} cannot be enqueued; the others go on", due.name(), e);
      return false;
    } catch (SQLException e) {
      if (!connection.isValid((int) PAUSE.toSeconds())) {
        throw e;
      }
      LOG.warn("The schedule {} cannot be enqueued: {}", due.name(), e.getMessage());
      return false;
    }
  }

  /** Returns whether this worker has moved the schedule on. */
  private boolean enqueue(Connection connection, ScheduleRow due) throws SQLException {
    TaskType type = types.named(due.type());
    if (type == null) {
      LOG.debug("Schedule {} is left to workers that know the task {}", due.name(), due.type());
      return false;
    }
    Instant now = ScheduleRows.now(connection);
    boolean passedOver =
        due.missed().equals(Schedule.Missed.SKIP.name())
            && Duration.between(due.nextAt(), now).compareTo(LATE) > 0;
    Instant next = Schedule.parse(due.timing()).after(now, due.nextAt());
    UUID task =
        OneTransaction.of(
            connection,
            together -> {
              // A schedule that never comes again stays, at the end of time.
              boolean ours = ScheduleRows.advance(together, due, next == null ? FOREVER : next);
              if (!ours || passedOver) {
                return ours ? PASSED_OVER : null;
              }
              UUID inserted = insert(together, due, type);
              ScheduleRows.ran(together, due.name(), inserted);
              return inserted;
            });
    if (task != null && !task.equals(PASSED_OVER)) {
      signals.enqueued(List.of(type.queue()));
    }
    return task != null;
  }

  private UUID insert(Connection connection, ScheduleRow due, TaskType type) throws SQLException {
    String key = "schedule:" + due.name();
    return TaskInserts.insert(
        connection,
        new NewTask(
            TaskId.next(clock.millis()).value(),
            type.queue(),
            type.name(),
            type.priority().ordinal(),
            due.payload(),
            null,
            Duration.ZERO,
            key,
            key,
            null));
  }
}
