package com.veetssuites.monitor.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The statements on nodes and frames. */
public final class FrameRows {

  private FrameRows() {}

  /** Says that a node lives. */
  public static void beat(
      Connection connection, String node, String role, String version, Instant startedAt)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO monitor_nodes AS known (node, role, version, started_at, seen_at)
            VALUES (?, ?, ?, ?, clock_timestamp())
            ON CONFLICT (node) DO UPDATE
            SET role = excluded.role,
                version = excluded.version,
                started_at = excluded.started_at,
                seen_at = excluded.seen_at,
                stopped = false
            """)) {
      statement.setString(1, node);
      statement.setString(2, role);
      statement.setString(3, version);
      statement.setTimestamp(4, Timestamp.from(startedAt));
      statement.executeUpdate();
    }
  }

  /** Says that a node stops. */
  public static void stopped(Connection connection, String node) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE monitor_nodes SET stopped = true, seen_at = clock_timestamp() WHERE node = ?")) {
      statement.setString(1, node);
      statement.executeUpdate();
    }
  }

  /** The nodes, those that started last first. */
  public static List<NodeRow> nodes(Connection connection, int most) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT node, role, version, started_at, seen_at, stopped,
                   extract(epoch FROM clock_timestamp() - seen_at)
            FROM monitor_nodes
            ORDER BY stopped OR seen_at < clock_timestamp() - interval '12 seconds',
                     started_at DESC,
                     node
            LIMIT ?
            """)) {
      statement.setInt(1, most);
      List<NodeRow> nodes = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          nodes.add(
              new NodeRow(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getTimestamp(4).toInstant(),
                  rows.getTimestamp(5).toInstant(),
                  rows.getBoolean(6),
                  Duration.ofMillis((long) (rows.getDouble(7) * 1_000))));
        }
      }
      return nodes;
    }
  }

  /** Writes frames; one that is there already is left as it is. */
  public static void append(Connection connection, List<FrameRow> frames) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO monitor_frames (node, start, seconds, content)
            VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """)) {
      for (FrameRow frame : frames) {
        statement.setString(1, frame.node());
        statement.setTimestamp(2, Timestamp.from(frame.start()));
        statement.setInt(3, frame.seconds());
        statement.setBytes(4, frame.content());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /**
   * The frames that begin at this moment or later and were written in the last time, by the clock
   * of the database.
   */
  public static List<FrameRow> frames(Connection connection, Instant since, Duration written)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT node, start, seconds, content
            FROM monitor_frames
            WHERE start >= ?
              AND written_at > clock_timestamp() - make_interval(secs => ?)
            ORDER BY start, node
            """)) {
      statement.setTimestamp(1, Timestamp.from(since));
      statement.setDouble(2, written.toMillis() / 1e3);
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    }
  }

  /** The oldest frames that are in no bucket yet; this transaction marks them as being in one. */
  static List<FrameRow> takeUnmerged(Connection connection, int most) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE monitor_frames AS frame
            SET merged = true
            FROM (
              SELECT start, node
              FROM monitor_frames
              WHERE NOT merged
              ORDER BY start
              LIMIT ?
              FOR UPDATE SKIP LOCKED) AS next
            WHERE frame.start = next.start
              AND frame.node = next.node
            RETURNING frame.node, frame.start, frame.seconds, frame.content
            """)) {
      statement.setInt(1, most);
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    }
  }

  private static List<FrameRow> read(ResultSet rows) throws SQLException {
    List<FrameRow> frames = new ArrayList<>();
    while (rows.next()) {
      frames.add(
          new FrameRow(
              rows.getString(1),
              rows.getTimestamp(2).toInstant(),
              rows.getInt(3),
              rows.getBytes(4)));
    }
    return frames;
  }

  /** Removes frames and nodes that are older; returns how many. */
  public static int prune(Connection connection, Instant frames, Instant nodes)
      throws SQLException {
    int removed;
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM monitor_frames WHERE start < ? AND merged")) {
      statement.setTimestamp(1, Timestamp.from(frames));
      removed = statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM monitor_nodes WHERE seen_at < ?")) {
      statement.setTimestamp(1, Timestamp.from(nodes));
      return removed + statement.executeUpdate();
    }
  }
}
