package com.veetssuites.task.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that show tasks, and those by which a person decides about them. */
public final class TaskRows {

  private static final String PRESENT =
      """
      SELECT tasks.id, tasks.queue, tasks.type, tasks.priority, attempt, enqueued_at, run_at, claimed_at AS started_at,
             NULL::timestamptz AS finished_at, NULL::timestamptz AS expires_at, task_workers.name AS worker_name,
             coalesce(progress, 0) AS progress, progress_text, NULL AS result, NULL AS error, payload,
             idempotency_key, owner, failures,
             CASE WHEN worker IS NOT NULL THEN 'RUNNING'
                  WHEN run_at > now() THEN 'SCHEDULED'
                  ELSE 'QUEUED' END AS state
        FROM tasks
        LEFT JOIN task_workers ON task_workers.id = tasks.worker
      """;

  private static final String PAST =
      """
      SELECT id, queue, type, priority, attempt, enqueued_at, NULL::timestamptz AS run_at, started_at,
             finished_at, expires_at, NULL AS worker_name,
             CASE WHEN state = 'SUCCEEDED' THEN 100 ELSE 0 END AS progress, NULL AS progress_text, result, error,
             payload, idempotency_key, owner, failures, state
        FROM task_results
      """;

  private static final String MATCHING =
      " AND (?::text IS NULL OR queue = ?) AND (?::text IS NULL OR type = ?)";

  private TaskRows() {}

  /** Which tasks are meant; every null means any. */
  public record Filter(@Nullable String queue, @Nullable String type) {}

  /** The task of an id, unless it never was or has expired. */
  public static @Nullable TaskRow find(Connection connection, UUID id) throws SQLException {
    // It may come to its end between the two looks; the other way round it could be missed.
    List<TaskRow> present = read(connection, PRESENT + "WHERE tasks.id = ?", id);
    List<TaskRow> found =
        present.isEmpty()
            ? read(connection, PAST + "WHERE id = ? AND expires_at > now()", id)
            : present;
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The ids from one to another, both included, at most that many. */
  public static List<UUID> between(Connection connection, UUID first, UUID last, int most)
      throws SQLException {
    String statement =
        """
        (SELECT id
           FROM tasks
          WHERE id BETWEEN ? AND ?
          LIMIT ?)
        UNION
        (SELECT id
           FROM task_results
          WHERE id BETWEEN ? AND ?
            AND expires_at > now()
          LIMIT ?)
        LIMIT ?
        """;
    try (PreparedStatement select = connection.prepareStatement(statement)) {
      select.setObject(1, first);
      select.setObject(2, last);
      select.setInt(3, most);
      select.setObject(4, first);
      select.setObject(5, last);
      select.setInt(6, most);
      select.setInt(7, most);
      List<UUID> ids = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
      return ids;
    }
  }

  /** What workers have in hand, the longest first. */
  public static List<TaskRow> active(Connection connection, Filter filter, int limit)
      throws SQLException {
    return read(
        connection,
        PRESENT + " WHERE worker IS NOT NULL" + MATCHING + " ORDER BY claimed_at, tasks.id LIMIT ?",
        filter,
        limit);
  }

  /** What waits, the next first: the rows that are shown are found by the index alone. */
  public static List<TaskRow> queued(Connection connection, Filter filter, int limit)
      throws SQLException {
    return read(
        connection,
        PRESENT
            + " WHERE tasks.id = ANY (ARRAY(SELECT id FROM tasks WHERE worker IS NULL"
            + MATCHING
            + " ORDER BY queue, priority, run_at, id LIMIT ?))"
            + " ORDER BY queue, priority, run_at, tasks.id",
        filter,
        limit);
  }

  /** What has failed for the last time, the newest first. */
  public static List<TaskRow> dead(Connection connection, Filter filter, int limit)
      throws SQLException {
    return read(
        connection,
        PAST
            + " WHERE state = 'DEAD' AND expires_at > now()"
            + MATCHING
            + " ORDER BY finished_at DESC, id LIMIT ?",
        filter,
        limit);
  }

  private static List<TaskRow> read(
      Connection connection, String statement, Filter filter, int limit) throws SQLException {
    return read(
        connection, statement, filter.queue(), filter.queue(), filter.type(), filter.type(), limit);
  }

  /** How many wait in a queue, and how many run. */
  public record QueueRow(
      String queue, long queued, long scheduled, long running, long dead, boolean paused) {}

  /** Every queue of which there is something, by name. */
  public static List<QueueRow> queues(Connection connection) throws SQLException {
    String statement =
        """
        WITH waiting AS (
             SELECT queue,
                    count(*) FILTER (WHERE run_at <= now()) AS queued,
                    count(*) FILTER (WHERE run_at > now()) AS scheduled
               FROM tasks
              WHERE worker IS NULL
              GROUP BY queue),
        running AS (
             SELECT queue, count(*) AS running
               FROM tasks
              WHERE worker IS NOT NULL
              GROUP BY queue),
        dead AS (
             SELECT queue, count(*) AS dead
               FROM task_results
              WHERE state = 'DEAD'
                AND expires_at > now()
              GROUP BY queue),
        served AS (
             SELECT DISTINCT jsonb_object_keys(queues) AS queue
               FROM task_workers)
        SELECT queue, coalesce(queued, 0), coalesce(scheduled, 0), coalesce(running, 0), coalesce(dead, 0),
               coalesce(paused, false)
          FROM served
          FULL JOIN waiting USING (queue)
          FULL JOIN running USING (queue)
          FULL JOIN dead USING (queue)
          FULL JOIN task_queues USING (queue)
         ORDER BY queue COLLATE "C"
        """;
    List<QueueRow> queues = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(statement);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        queues.add(
            new QueueRow(
                rows.getString(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getBoolean(6)));
      }
    }
    return queues;
  }

  /**
   * What the database still knows of a type.
   *
   * @param succeeded results that have not expired
   * @param meanMillis of their run times; null when there are none
   */
  public record TypeRow(
      String queue,
      String type,
      long queued,
      long scheduled,
      long running,
      long succeeded,
      long dead,
      long cancelled,
      @Nullable Double meanMillis,
      @Nullable Double p95Millis) {}

  /** Every type of which there is something, by queue and name. */
  public static List<TypeRow> types(Connection connection) throws SQLException {
    String statement =
        """
        WITH present AS (
             SELECT queue, type,
                    count(*) FILTER (WHERE worker IS NULL AND run_at <= now()) AS queued,
                    count(*) FILTER (WHERE worker IS NULL AND run_at > now()) AS scheduled,
                    count(*) FILTER (WHERE worker IS NOT NULL) AS running
               FROM tasks
              GROUP BY queue, type),
        past AS (
             SELECT queue, type,
                    count(*) FILTER (WHERE state = 'SUCCEEDED') AS succeeded,
                    count(*) FILTER (WHERE state = 'DEAD') AS dead,
                    count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
                    avg(extract(epoch FROM finished_at - started_at) * 1000) FILTER (WHERE state = 'SUCCEEDED') AS mean,
                    percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at) * 1000)
                        FILTER (WHERE state = 'SUCCEEDED') AS p95
               FROM task_results
              WHERE expires_at > now()
              GROUP BY queue, type)
        SELECT queue, type, coalesce(queued, 0), coalesce(scheduled, 0), coalesce(running, 0),
               coalesce(succeeded, 0), coalesce(dead, 0), coalesce(cancelled, 0), mean, p95
          FROM present
          FULL JOIN past USING (queue, type)
         ORDER BY queue, type
        """;
    List<TypeRow> types = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(statement);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        types.add(
            new TypeRow(
                rows.getString(1),
                rows.getString(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8),
                number(rows, 9),
                number(rows, 10)));
      }
    }
    return types;
  }

  private static @Nullable Double number(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  /** Deletes a task that waits and keeps its end; marks one that runs. Returns its state before. */
  public static @Nullable String cancel(Connection connection, UUID id, long keepMillis)
      throws SQLException {
    String waiting =
        """
        WITH ended AS (
             DELETE FROM tasks
              WHERE id = ?
                AND worker IS NULL
          RETURNING *)
        INSERT INTO task_results (id, queue, type, priority, state, enqueued_at, expires_at, attempt, error, payload,
                                  idempotency_key, owner, failures)
        SELECT id, queue, type, priority, 'CANCELLED', enqueued_at,
               clock_timestamp() + ? * interval '1 millisecond', attempt, 'Cancelled before it ran.', payload,
               idempotency_key, owner, failures
          FROM ended
        """;
    try (PreparedStatement delete = connection.prepareStatement(waiting)) {
      delete.setObject(1, id);
      delete.setLong(2, keepMillis);
      if (delete.executeUpdate() == 1) {
        return "QUEUED";
      }
    }
    // A claim may have come between; if it was given back since, whoever claims it next sees the
    // mark.
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE tasks SET cancelled = true WHERE id = ?")) {
      update.setObject(1, id);
      return update.executeUpdate() == 1 ? "RUNNING" : null;
    }
  }

  /**
   * Puts dead tasks back into their queues as if they were new, at most that many, the oldest
   * first.
   *
   * @param id the one that is meant; null for all that the filter lets through
   * @param diedBefore null for any time
   * @return the queues of those that were put back, one entry each
   */
  public static List<String> retry(
      Connection connection,
      @Nullable UUID id,
      Filter filter,
      @Nullable Instant diedBefore,
      int most)
      throws SQLException {
    String statement =
        """
        WITH revived AS (
             DELETE FROM task_results
              WHERE id = ANY (ARRAY(
                    SELECT id
                      FROM task_results
                     WHERE state = 'DEAD'
                       AND payload IS NOT NULL
                       AND (?::uuid IS NULL OR id = ?)
                       AND (?::text IS NULL OR queue = ?)
                       AND (?::text IS NULL OR type = ?)
                       AND (?::timestamptz IS NULL OR finished_at <= ?)
                     ORDER BY finished_at
                     LIMIT ?
                       FOR UPDATE SKIP LOCKED))
          RETURNING *)
        INSERT INTO tasks (id, queue, type, priority, run_at, enqueued_at, payload, idempotency_key, owner, failures)
        SELECT id, queue, type, priority, clock_timestamp(), enqueued_at, payload, idempotency_key, owner, failures
          FROM revived
        RETURNING queue
        """;
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      update.setObject(1, id);
      update.setObject(2, id);
      update.setString(3, filter.queue());
      update.setString(4, filter.queue());
      update.setString(5, filter.type());
      update.setString(6, filter.type());
      Object before = diedBefore == null ? null : diedBefore.atOffset(ZoneOffset.UTC);
      update.setObject(7, before, Types.TIMESTAMP_WITH_TIMEZONE);
      update.setObject(8, before, Types.TIMESTAMP_WITH_TIMEZONE);
      update.setInt(9, most);
      List<String> queues = new ArrayList<>();
      try (ResultSet rows = update.executeQuery()) {
        while (rows.next()) {
          queues.add(rows.getString(1));
        }
      }
      return queues;
    }
  }

  /** Pauses a queue for every worker, or lets it go on. */
  public static void pause(Connection connection, String queue, boolean paused)
      throws SQLException {
    String statement =
        paused
            ? "INSERT INTO task_queues (queue, paused) VALUES (?, true) ON CONFLICT (queue) DO UPDATE SET paused = true"
            : "DELETE FROM task_queues WHERE queue = ?";
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      update.setString(1, queue);
      update.executeUpdate();
    }
  }

  /** Deletes what waits in a queue, at most that many; what runs goes on. Returns how many. */
  public static int purge(Connection connection, String queue, int most) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            DELETE FROM tasks
             WHERE id = ANY (ARRAY(
                   SELECT id
                     FROM tasks
                    WHERE queue = ?
                      AND worker IS NULL
                    LIMIT ?
                      FOR UPDATE SKIP LOCKED))
            """)) {
      delete.setString(1, queue);
      delete.setInt(2, most);
      return delete.executeUpdate();
    }
  }

  /**
   * A worker that lives, as far as is known.
   *
   * @param queues concurrency by queue: a JSON object
   * @param types what it can run: a JSON array
   * @param silentMillis since its last heartbeat
   */
  public record WorkerRow(
      long id,
      String name,
      String queues,
      String types,
      Instant startedAt,
      long silentMillis,
      int running,
      boolean stopping) {}

  public static List<WorkerRow> workers(Connection connection) throws SQLException {
    List<WorkerRow> workers = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT id, name, queues::text, types::text, started_at,
                       (extract(epoch FROM clock_timestamp() - heartbeat_at) * 1000)::bigint AS silent,
                       (SELECT count(*) FROM tasks WHERE tasks.worker = task_workers.id) AS running, stopping
                  FROM task_workers
                 ORDER BY id
                """);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        workers.add(
            new WorkerRow(
                rows.getLong("id"),
                rows.getString("name"),
                rows.getString("queues"),
                rows.getString("types"),
                Objects.requireNonNull(Columns.instant(rows, "started_at")),
                rows.getLong("silent"),
                rows.getInt("running"),
                rows.getBoolean("stopping")));
      }
    }
    return workers;
  }

  private static List<TaskRow> read(
      Connection connection, String statement, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      List<TaskRow> tasks = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tasks.add(row(rows));
        }
      }
      return tasks;
    }
  }

  private static TaskRow row(ResultSet rows) throws SQLException {
    return new TaskRow(
        rows.getObject("id", UUID.class),
        rows.getString("queue"),
        rows.getString("type"),
        rows.getString("state"),
        rows.getInt("priority"),
        rows.getInt("attempt"),
        Objects.requireNonNull(Columns.instant(rows, "enqueued_at")),
        Columns.instant(rows, "run_at"),
        Columns.instant(rows, "started_at"),
        Columns.instant(rows, "finished_at"),
        Columns.instant(rows, "expires_at"),
        rows.getString("worker_name"),
        rows.getInt("progress"),
        rows.getString("progress_text"),
        rows.getString("result"),
        rows.getString("error"),
        rows.getString("payload"),
        rows.getString("idempotency_key"),
        rows.getString("owner"),
        rows.getString("failures"));
  }
}
