package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session of the database that somebody else waits for; what it runs is not shown, for its
 * values.
 *
 * @param state such as {@code idle in transaction}; {@code unknown} where the asking user may not
 *     see it
 * @param since when its transaction began
 * @param queryStart when its last statement began
 */
public record LockHolder(
    int pid,
    String user,
    String application,
    String state,
    @Nullable Instant since,
    @Nullable Instant queryStart) {

  /** Those that the session of this process waits for now. */
  static List<LockHolder> blocking(Connection connection, int pid) throws SQLException {
    return read(
        connection,
        """
        SELECT pid, usename, application_name, state, xact_start, query_start
        FROM pg_stat_activity
        WHERE pid = ANY (pg_blocking_pids(?::int))
        """,
        pid);
  }

  /** Those that hold an advisory lock of ours in this database. */
  static List<LockHolder> advisory(Connection connection, int space) throws SQLException {
    return read(
        connection,
        """
        SELECT a.pid, usename, application_name, state, xact_start, query_start
        FROM pg_stat_activity a
        JOIN pg_locks l ON l.pid = a.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ?
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """,
        space);
  }

  /**
   * Those whose open transactions have written to a table or locked it against reads: a build of an
   * index waits for the end of each of them.
   */
  static List<LockHolder> writing(Connection connection, long table) throws SQLException {
    return read(
        connection,
        """
        SELECT DISTINCT a.pid, usename, application_name, state, xact_start, query_start
        FROM pg_stat_activity a
        JOIN pg_locks l ON l.pid = a.pid
        WHERE l.relation = ? AND l.granted AND a.pid <> pg_backend_pid()
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
              'AccessExclusiveLock')
        """,
        table);
  }

  private static List<LockHolder> read(Connection connection, String sql, long parameter)
      throws SQLException {
    List<LockHolder> holders = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, parameter);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          holders.add(
              new LockHolder(
                  row.getInt(1),
                  Objects.requireNonNullElse(row.getString(2), "unknown"),
                  Objects.requireNonNullElse(row.getString(3), ""),
                  Objects.requireNonNullElse(row.getString(4), "unknown"),
                  instant(row.getTimestamp(5)),
                  instant(row.getTimestamp(6))));
        }
      }
    }
    return List.copyOf(holders);
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }

  /** Whether it is still the transaction that it was. */
  boolean same(LockHolder later) {
    return pid == later.pid && Objects.equals(since, later.since);
  }

  /** The session in a part of a sentence. */
  public String describe() {
    StringBuilder text = new StringBuilder("process ").append(pid).append(" (user ").append(user);
    if (!application.isEmpty()) {
      text.append(", application ").append(application);
    }
    text.append(", ").append(state);
    if (since != null) {
      text.append(", transaction since ").append(since.truncatedTo(ChronoUnit.SECONDS));
    }
    if (queryStart != null) {
      text.append(", last statement at ").append(queryStart.truncatedTo(ChronoUnit.SECONDS));
    }
    return text.append(')').toString();
  }
}
