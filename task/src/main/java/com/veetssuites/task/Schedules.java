package com.veetssuites.task;

import com.veetssuites.task.postgres.ScheduleRow;
import com.veetssuites.task.postgres.ScheduleRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/**
 * What is enqueued again and again, once in the whole cluster by whichever worker comes first. Kept
 * in the database: every worker enqueues every schedule whose task it knows.
 */
public final class Schedules {

  private final DataSource source;
  private final TaskTypes types;
  private final TaskSignals signals;

  public Schedules(DataSource source, TaskTypes types, TaskSignals signals) {
    this.source = source;
    this.types = types;
    this.signals = signals;
  }

  /**
   * A schedule of the configuration.
   *
   * @param type of the task
   * @param payload JSON, of the shape of the type's record
   */
  public record Configured(
      String name, String type, String payload, Schedule timing, Schedule.Missed missed) {}

  /**
   * Makes these the configured ones: what is configured no more goes.
   *
   * @throws InvalidTasks when there is no such task, or it does not take the payload
   */
  public void configure(List<Configured> configured) {
    configured.forEach(this::check);
    TaskDatabase.ask(
        source,
        connection -> {
          for (Configured each : configured) {
            put(connection, each, true);
          }
          ScheduleRows.keepConfigured(
              connection, configured.stream().map(Configured::name).toList());
          return configured;
        });
    signals.call(TaskSignals.SCHEDULES);
  }

  /** Enters a schedule, or changes the one of this name. */
  public void schedule(String name, Schedule timing, Schedule.Missed missed, Object payload) {
    TaskType type = types.of(payload);
    String json = TaskPayloads.write(payload, "The payload of the schedule " + name);
    TaskDatabase.ask(
        source,
        connection -> {
          put(connection, new Configured(name, type.name(), json, timing, missed), false);
          return name;
        });
    signals.call(TaskSignals.SCHEDULES);
  }

  /** Removes a schedule; false when there was none. What it has enqueued stays. */
  public boolean remove(String name) {
    return TaskDatabase.ask(source, connection -> ScheduleRows.remove(connection, name));
  }

  private void check(Configured configured) {
    TaskType type = types.named(configured.type());
    if (type == null) {
      throw new InvalidTasks(
          "The schedule %s is for the task %s, which no handler takes; there are %s."
              .formatted(configured.name(), configured.type(), types.names()));
    }
    try {
      var _ = TaskPayloads.read(configured.payload(), type);
    } catch (PermanentFailure e) {
      throw new InvalidTasks(
          "The payload of the schedule %s is wrong. %s"
              .formatted(configured.name(), e.getMessage()),
          e);
    }
  }

  private static void put(Connection connection, Configured schedule, boolean configured)
      throws SQLException {
    Instant now = ScheduleRows.now(connection);
    Instant first = schedule.timing().after(now, now);
    if (first == null) {
      throw new InvalidTasks(
          "The schedule %s never comes: %s.".formatted(schedule.name(), schedule.timing()));
    }
    ScheduleRows.put(
        connection,
        new ScheduleRow(
            schedule.name(),
            schedule.type(),
            schedule.payload(),
            schedule.timing().toString(),
            schedule.missed().name(),
            configured,
            first,
            null,
            null));
  }
}
