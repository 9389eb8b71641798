package com.veetssuites.task.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The statements of the registry of workers. All times are the database's: clocks of machines
 * differ.
 */
public final class WorkerRows {

  /** Any number: who holds this lock sweeps. */
  private static final long SWEEP = 0x7665_6574_735f_7377L;

  private WorkerRows() {}

  /**
   * Enters a worker.
   *
   * @param queues concurrency by queue, a JSON object
   * @param types what it can run, a JSON array
   * @return its number
   */
  public static long register(Connection connection, String name, String queues, String types)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO task_workers (name, queues, types)
            VALUES (?, ?::jsonb, ?::jsonb)
            RETURNING id
            """)) {
      insert.setString(1, name);
      insert.setString(2, queues);
      insert.setString(3, types);
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /**
   * Says that a worker lives.
   *
   * @param running tasks that it runs now
   * @return false when it was taken for dead: what it had runs elsewhere
   */
  public static boolean heartbeat(Connection connection, long worker, int running, boolean stopping)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE task_workers
               SET heartbeat_at = clock_timestamp(), running = ?, stopping = ?
             WHERE id = ?
            """)) {
      update.setInt(1, running);
      update.setBoolean(2, stopping);
      update.setLong(3, worker);
      return update.executeUpdate() == 1;
    }
  }

  /** Which of its tasks somebody does not want any more. */
  public static List<UUID> cancelled(Connection connection, long worker) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM tasks WHERE worker = ? AND cancelled")) {
      select.setLong(1, worker);
      List<UUID> ids = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
      return ids;
    }
  }

  /** Which tasks of a queue it has claimed longer ago than this. */
  public static List<UUID> claimed(
      Connection connection, long worker, String queue, Duration longer) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT id
              FROM tasks
             WHERE worker = ?
               AND queue = ?
               AND claimed_at < clock_timestamp() - ? * interval '1 millisecond'
            """)) {
      select.setLong(1, worker);
      select.setString(2, queue);
      select.setLong(3, longer.toMillis());
      List<UUID> ids = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
      return ids;
    }
  }

  /** Gives back those of these tasks that it has claimed longer ago than this. */
  public static void giveBack(Connection connection, long worker, List<UUID> tasks, Duration longer)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE tasks
               SET worker = NULL, claimed_at = NULL
             WHERE id = ANY (?)
               AND worker = ?
               AND claimed_at < clock_timestamp() - ? * interval '1 millisecond'
            """)) {
      update.setArray(1, connection.createArrayOf("uuid", tasks.toArray()));
      update.setLong(2, worker);
      update.setLong(3, longer.toMillis());
      update.executeUpdate();
    }
  }

  /**
   * Removes the workers that have been silent for longer than this, and gives back what nobody has
   * in hand any more; in a transaction, one worker at a time. Two at once could take what the other
   * has given back, and somebody has claimed, for lost.
   *
   * @return how many tasks were given back
   */
  public static int sweep(Connection connection, Duration silence) throws SQLException {
    try (PreparedStatement lock =
            connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)");
        PreparedStatement delete =
            connection.prepareStatement(
                """
                DELETE FROM task_workers
                 WHERE heartbeat_at < clock_timestamp() - ? * interval '1 millisecond'
                """);
        PreparedStatement update =
            connection.prepareStatement(
                """
                UPDATE tasks
                   SET worker = NULL, claimed_at = NULL
                 WHERE worker IS NOT NULL
                   AND NOT EXISTS (SELECT FROM task_workers WHERE task_workers.id = tasks.worker)
                """)) {
      lock.setLong(1, SWEEP);
      try (ResultSet rows = lock.executeQuery()) {
        if (!rows.next() || !rows.getBoolean(1)) {
          return 0;
        }
      }
      delete.setLong(1, silence.toMillis());
      delete.executeUpdate();
      return update.executeUpdate();
    }
  }

  /** Takes a worker out that has nothing in hand any more, or gives back what it has. */
  public static void leave(Connection connection, long worker) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                """
                UPDATE tasks
                   SET worker = NULL, claimed_at = NULL, attempt = attempt - 1
                 WHERE worker = ?
                """);
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM task_workers WHERE id = ?")) {
      update.setLong(1, worker);
      update.executeUpdate();
      delete.setLong(1, worker);
      delete.executeUpdate();
    }
  }

  /** Deletes what has expired, at most that many of each table; returns how many. */
  public static int expire(Connection connection, int most) throws SQLException {
    return expire(
            connection,
            most,
            """
            DELETE FROM task_results
             WHERE id = ANY (ARRAY(
                   SELECT id
                     FROM task_results
                    WHERE expires_at < now()
                    LIMIT ?
                      FOR UPDATE SKIP LOCKED))
            """)
        + expire(
            connection,
            most,
            """
            DELETE FROM task_keys
             WHERE ctid = ANY (ARRAY(
                   SELECT ctid
                     FROM task_keys
                    WHERE expires_at < now()
                    LIMIT ?
                      FOR UPDATE SKIP LOCKED))
            """);
  }

  private static int expire(Connection connection, int most, String statement) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(statement)) {
      delete.setInt(1, most);
      return delete.executeUpdate();
    }
  }
}
