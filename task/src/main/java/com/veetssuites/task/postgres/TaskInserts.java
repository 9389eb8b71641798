package com.veetssuites.task.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that enqueue. */
public final class TaskInserts {

  private static final String INSERT =
      """
      INSERT INTO tasks (id, queue, type, priority, run_at, payload, unique_key, idempotency_key, owner)
      VALUES (?, ?, ?, ?, coalesce(?, clock_timestamp() + ? * interval '1 millisecond'), ?, ?, ?, ?)
      """;

  private static final String UNIQUE =
      INSERT
          + """
          ON CONFLICT (type, unique_key) WHERE unique_key IS NOT NULL
          DO NOTHING
          """;

  private static final String INSERT_ALL =
      """
      INSERT INTO tasks (id, queue, type, priority, run_at, payload, idempotency_key, owner)
      SELECT id, queue, type, priority, coalesce(?, clock_timestamp() + ? * interval '1 millisecond'), payload, ?, ?
        FROM unnest(?::uuid[], ?::text[], ?::text[], ?::smallint[], ?::text[])
             AS given (id, queue, type, priority, payload)
      """;

  private TaskInserts() {}

  /**
   * Enqueues a task; one whose unique key is taken is not. Returns the id of the one that there is.
   */
  public static UUID insert(Connection connection, NewTask task) throws SQLException {
    while (true) {
      try (PreparedStatement insert =
          connection.prepareStatement(task.uniqueKey() == null ? INSERT : UNIQUE)) {
        insert.setObject(1, task.id());
        insert.setString(2, task.queue());
        insert.setString(3, task.type());
        insert.setInt(4, task.priority());
        insert.setObject(5, at(task.at()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
        insert.setLong(6, task.delay().toMillis());
        insert.setString(7, task.payload());
        insert.setString(8, task.uniqueKey());
        insert.setString(9, task.idempotencyKey());
        insert.setString(10, task.owner());
        if (insert.executeUpdate() == 1) {
          return task.id();
        }
      }
      // It may start between the two statements: then its key is free again.
      UUID waiting = waiting(connection, task);
      if (waiting != null) {
        return waiting;
      }
    }
  }

  private static @Nullable UUID waiting(Connection connection, NewTask task) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM tasks WHERE type = ? AND unique_key = ?")) {
      select.setString(1, task.type());
      select.setString(2, task.uniqueKey());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getObject(1, UUID.class) : null;
      }
    }
  }

  /**
   * Takes a key for a period.
   *
   * @return null when it was free, else the task that has taken it
   */
  public static @Nullable UUID takeKey(
      Connection connection, String type, String key, UUID task, Duration period)
      throws SQLException {
    String statement =
        """
        INSERT INTO task_keys AS taken (type, key, task_id, expires_at)
        VALUES (?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
        ON CONFLICT (type, key) DO UPDATE
           SET task_id = CASE WHEN taken.expires_at <= clock_timestamp() THEN excluded.task_id ELSE taken.task_id END,
               expires_at = CASE WHEN taken.expires_at <= clock_timestamp() THEN excluded.expires_at ELSE taken.expires_at END
        RETURNING task_id
        """;
    try (PreparedStatement insert = connection.prepareStatement(statement)) {
      insert.setString(1, type);
      insert.setString(2, key);
      insert.setObject(3, task);
      insert.setLong(4, period.toMillis());
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        UUID taken = rows.getObject(1, UUID.class);
        return taken.equals(task) ? null : taken;
      }
    }
  }

  /**
   * Enqueues tasks that have their time, idempotency key and owner in common, and no unique key.
   */
  public static void insertAll(Connection connection, List<NewTask> tasks) throws SQLException {
    NewTask first = tasks.getFirst();
    try (PreparedStatement insert = connection.prepareStatement(INSERT_ALL)) {
      insert.setObject(1, at(first.at()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
      insert.setLong(2, first.delay().toMillis());
      insert.setString(3, first.idempotencyKey());
      insert.setString(4, first.owner());
      insert.setArray(5, Columns.uuids(connection, tasks, NewTask::id));
      insert.setArray(6, Columns.texts(connection, tasks, NewTask::queue));
      insert.setArray(7, Columns.texts(connection, tasks, NewTask::type));
      insert.setArray(8, Columns.integers(connection, tasks, NewTask::priority));
      insert.setArray(9, Columns.texts(connection, tasks, NewTask::payload));
      insert.executeUpdate();
    }
  }

  private static @Nullable Object at(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
