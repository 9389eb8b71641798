package com.veetssuites.task.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on schedules. */
public final class ScheduleRows {

  private static final String COLUMNS =
      "SELECT name, type, payload, timing, missed, configured, next_at, last_at, last_task FROM task_schedules ";

  private ScheduleRows() {}

  /** The time of the database. */
  public static Instant now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT clock_timestamp()")) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /** Enters a schedule, or changes it; its next time is kept unless its timing has changed. */
  public static void put(Connection connection, ScheduleRow schedule) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            INSERT INTO task_schedules AS kept (name, type, payload, timing, missed, configured, next_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE
               SET type = excluded.type,
                   payload = excluded.payload,
                   timing = excluded.timing,
                   missed = excluded.missed,
                   configured = excluded.configured,
                   next_at = CASE WHEN kept.timing = excluded.timing THEN kept.next_at ELSE excluded.next_at END
             WHERE (kept.type, kept.payload, kept.timing, kept.missed, kept.configured)
                   IS DISTINCT FROM
                   (excluded.type, excluded.payload, excluded.timing, excluded.missed, excluded.configured)
            """)) {
      upsert.setString(1, schedule.name());
      upsert.setString(2, schedule.type());
      upsert.setString(3, schedule.payload());
      upsert.setString(4, schedule.timing());
      upsert.setString(5, schedule.missed());
      upsert.setBoolean(6, schedule.configured());
      upsert.setObject(7, schedule.nextAt().atOffset(ZoneOffset.UTC));
      upsert.executeUpdate();
    }
  }

  /** Removes the configured schedules that are configured no more. */
  public static void keepConfigured(Connection connection, Collection<String> names)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM task_schedules WHERE configured AND NOT name = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("text", names.toArray()));
      delete.executeUpdate();
    }
  }

  public static boolean remove(Connection connection, String name) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM task_schedules WHERE name = ?")) {
      delete.setString(1, name);
      return delete.executeUpdate() == 1;
    }
  }

  /** All schedules, by name. */
  public static List<ScheduleRow> all(Connection connection) throws SQLException {
    return read(connection, COLUMNS + "ORDER BY name");
  }

  /** Those whose time has come. */
  public static List<ScheduleRow> due(Connection connection) throws SQLException {
    return read(connection, COLUMNS + "WHERE next_at <= clock_timestamp() ORDER BY next_at");
  }

  /** How long until the next one is due; null when there is none. */
  public static @Nullable Duration untilNext(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT (extract(epoch FROM min(next_at) - clock_timestamp()) * 1000)::bigint
                  FROM task_schedules
                """)) {
      rows.next();
      long millis = rows.getLong(1);
      return rows.wasNull() ? null : Duration.ofMillis(Math.max(0, millis));
    }
  }

  /** Moves a schedule on: of all who saw it due one does. */
  public static boolean advance(Connection connection, ScheduleRow seen, Instant nextAt)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE task_schedules
               SET next_at = ?
             WHERE name = ?
               AND next_at = ?
               AND timing = ?
            """)) {
      update.setObject(1, nextAt.atOffset(ZoneOffset.UTC));
      update.setString(2, seen.name());
      update.setObject(3, seen.nextAt().atOffset(ZoneOffset.UTC));
      update.setString(4, seen.timing());
      return update.executeUpdate() == 1;
    }
  }

  /** Notes what a schedule has enqueued, now. */
  public static void ran(Connection connection, String name, UUID task) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE task_schedules SET last_at = clock_timestamp(), last_task = ? WHERE name = ?")) {
      update.setObject(1, task);
      update.setString(2, name);
      update.executeUpdate();
    }
  }

  private static List<ScheduleRow> read(Connection connection, String select) throws SQLException {
    List<ScheduleRow> schedules = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        schedules.add(
            new ScheduleRow(
                rows.getString("name"),
                rows.getString("type"),
                rows.getString("payload"),
                rows.getString("timing"),
                rows.getString("missed"),
                rows.getBoolean("configured"),
                Objects.requireNonNull(Columns.instant(rows, "next_at")),
                Columns.instant(rows, "last_at"),
                rows.getObject("last_task", UUID.class)));
      }
    }
    return schedules;
  }
}
