package com.veetssuites.monitor.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on alerts. */
public final class AlertRows {

  /** Any number: one node at a time evaluates. */
  private static final long LOCK = 0x7665_6574_735f_616cL;

  private AlertRows() {}

  /** Whether this transaction may evaluate, and no other does. */
  public static boolean lock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  /** Whether nobody has evaluated between both moments; what lies in the future does not count. */
  public static boolean due(Connection connection, Instant since, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT NOT EXISTS (
              SELECT
              FROM monitor_alert_evaluations
              WHERE evaluated_at > ?
                AND evaluated_at <= ?)
            """)) {
      statement.setTimestamp(1, Timestamp.from(since));
      statement.setTimestamp(2, Timestamp.from(now));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** Says that it was done. */
  public static void evaluated(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO monitor_alert_evaluations (evaluated_at)
            VALUES (?)
            ON CONFLICT (single) DO UPDATE
            SET evaluated_at = excluded.evaluated_at
            """)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.executeUpdate();
    }
  }

  /** How all alerts stand: firing first, then the newest first. */
  public static List<AlertRow> current(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT alert, rule, series, state, at, value, threshold, unit, sentence
                FROM monitor_alerts
                ORDER BY array_position(ARRAY['firing', 'pending', 'resolved'], state),
                         at DESC,
                         rule,
                         series
                """);
        ResultSet rows = statement.executeQuery()) {
      List<AlertRow> alerts = new ArrayList<>();
      while (rows.next()) {
        alerts.add(row(rows));
      }
      return alerts;
    }
  }

  public static void remove(Connection connection, List<AlertRow> alerts) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM monitor_alerts WHERE rule = ? AND series = ?")) {
      for (AlertRow alert : alerts) {
        statement.setString(1, alert.rule());
        statement.setString(2, alert.series());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  public static void upsert(Connection connection, List<AlertRow> alerts) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO monitor_alerts
              (alert, rule, series, state, at, value, threshold, unit, sentence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (rule, series) DO UPDATE
            SET alert = excluded.alert,
                state = excluded.state,
                at = excluded.at,
                value = excluded.value,
                threshold = excluded.threshold,
                unit = excluded.unit,
                sentence = excluded.sentence
            """)) {
      for (AlertRow alert : alerts) {
        set(statement, alert, alert.at());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Writes what has happened, and who is to be told of it. */
  public static void append(Connection connection, AlertRow alert, Instant at, List<String> outlets)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH event AS (
              INSERT INTO monitor_alert_events
                (alert, rule, series, state, at, value, threshold, unit, sentence)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
              RETURNING id, at)
            INSERT INTO monitor_alert_deliveries (event, outlet, due_at)
            SELECT event.id, outlet, event.at
            FROM event, unnest(?) AS outlet
            """)) {
      set(statement, alert, at);
      statement.setArray(10, connection.createArrayOf("text", outlets.toArray()));
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, AlertRow alert, Instant at)
      throws SQLException {
    statement.setObject(1, alert.alert());
    statement.setString(2, alert.rule());
    statement.setString(3, alert.series());
    statement.setString(4, alert.state());
    statement.setTimestamp(5, Timestamp.from(at));
    statement.setDouble(6, alert.value());
    statement.setDouble(7, alert.threshold());
    statement.setString(8, alert.unit());
    statement.setString(9, alert.sentence());
  }

  /**
   * The next event to tell, which nobody else gets before {@code until}; null when there is none.
   * Of one alert the later event waits for the earlier one.
   */
  public static @Nullable DeliveryRow claim(
      Connection connection, String outlet, Instant now, Instant until) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH next AS (
              SELECT delivery.event
              FROM monitor_alert_deliveries AS delivery
              JOIN monitor_alert_events AS event ON event.id = delivery.event
              WHERE delivery.outlet = ?
                AND delivery.due_at <= ?
                AND NOT EXISTS (
                  SELECT
                  FROM monitor_alert_deliveries AS earlier
                  JOIN monitor_alert_events AS past ON past.id = earlier.event
                  WHERE earlier.outlet = delivery.outlet
                    AND earlier.event < delivery.event
                    AND past.alert = event.alert)
              ORDER BY delivery.event
              LIMIT 1
              FOR UPDATE OF delivery SKIP LOCKED),
            claimed AS (
              UPDATE monitor_alert_deliveries AS delivery
              SET due_at = ?,
                  attempts = delivery.attempts + 1
              FROM next
              WHERE delivery.event = next.event
                AND delivery.outlet = ?
              RETURNING delivery.event, delivery.attempts)
            SELECT alert, rule, series, state, at, value, threshold, unit, sentence, id, attempts
            FROM claimed
            JOIN monitor_alert_events AS event ON event.id = claimed.event
            """)) {
      statement.setString(1, outlet);
      statement.setTimestamp(2, Timestamp.from(now));
      statement.setTimestamp(3, Timestamp.from(until));
      statement.setString(4, outlet);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? new DeliveryRow(new AlertEventRow(rows.getLong("id"), row(rows)), rows.getInt(11))
            : null;
      }
    }
  }

  public static void done(Connection connection, long event, String outlet) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM monitor_alert_deliveries WHERE event = ? AND outlet = ?")) {
      statement.setLong(1, event);
      statement.setString(2, outlet);
      statement.executeUpdate();
    }
  }

  public static void later(Connection connection, long event, String outlet, Instant due)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE monitor_alert_deliveries
            SET due_at = ?
            WHERE event = ?
              AND outlet = ?
            """)) {
      statement.setTimestamp(1, Timestamp.from(due));
      statement.setLong(2, event);
      statement.setString(3, outlet);
      statement.executeUpdate();
    }
  }

  /** What has happened, the newest first. */
  public static List<AlertEventRow> history(Connection connection, int most) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT alert, rule, series, state, at, value, threshold, unit, sentence, id
            FROM monitor_alert_events
            ORDER BY id DESC
            LIMIT ?
            """)) {
      statement.setInt(1, most);
      List<AlertEventRow> events = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          events.add(new AlertEventRow(rows.getLong("id"), row(rows)));
        }
      }
      return events;
    }
  }

  private static AlertRow row(ResultSet rows) throws SQLException {
    return new AlertRow(
        rows.getObject(1, UUID.class),
        rows.getString(2),
        rows.getString(3),
        rows.getString(4),
        rows.getTimestamp(5).toInstant(),
        rows.getDouble(6),
        rows.getDouble(7),
        rows.getString(8),
        rows.getString(9));
  }

  /** Removes events that are older, and the oldest beyond this many; returns how many. */
  public static int prune(Connection connection, Instant before, int most) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            DELETE FROM monitor_alert_events
            WHERE at < ?
               OR id <= (SELECT id FROM monitor_alert_events ORDER BY id DESC OFFSET ? LIMIT 1)
            """)) {
      statement.setTimestamp(1, Timestamp.from(before));
      statement.setInt(2, most);
      return statement.executeUpdate();
    }
  }
}
