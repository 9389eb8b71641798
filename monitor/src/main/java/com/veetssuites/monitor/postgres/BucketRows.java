package com.veetssuites.monitor.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements on buckets. */
public final class BucketRows {

  /** Any number: one node at a time merges. */
  private static final long LOCK = 0x7665_6574_735f_6d72L;

  private BucketRows() {}

  /** Where a bucket is: its contents are put together by who knows them. */
  public record Place(int period, Instant start, String kind, String name) {}

  /** How contents are put together. */
  public interface Contents {

    /** The buckets that frames go into, with what goes there. */
    Map<Place, byte[]> of(List<FrameRow> frames);

    byte[] together(Place place, byte[] kept, byte[] more);
  }

  private record Key(int period, Instant start, int series) {}

  /**
   * Puts frames into buckets, each exactly once, whoever is killed in between.
   *
   * @param most how many frames
   * @param mostSeries how many series there may be; more go where {@code others} says
   * @param others the place of what has no series of its own
   * @return how many frames; 0 also when another node is at it
   */
  public static int merge(
      Connection connection,
      int most,
      int mostSeries,
      Function<Place, Place> others,
      Contents contents)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      List<FrameRow> frames =
          locked(connection) ? FrameRows.takeUnmerged(connection, most) : List.of();
      if (!frames.isEmpty()) {
        write(connection, mostSeries, others, contents, contents.of(frames));
      }
      connection.commit();
      return frames.size();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static boolean locked(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private static void write(
      Connection connection,
      int mostSeries,
      Function<Place, Place> others,
      Contents contents,
      Map<Place, byte[]> more)
      throws SQLException {
    Map<String, Integer> series = series(connection);
    Map<Key, byte[]> changed = new HashMap<>();
    Map<Key, Place> places = new HashMap<>();
    for (Map.Entry<Place, byte[]> each : more.entrySet()) {
      Place place = each.getKey();
      Integer id = series.get(name(place));
      if (id == null && series.size() >= mostSeries) {
        place = others.apply(place);
        id = series.get(name(place));
      }
      if (id == null) {
        id = add(connection, place);
        series.put(name(place), id);
      }
      Key key = new Key(place.period(), place.start(), id);
      Place at = place;
      places.put(key, at);
      changed.merge(key, each.getValue(), (left, right) -> contents.together(at, left, right));
    }
    kept(connection, changed.keySet())
        .forEach((key, content) ->
            changed.computeIfPresent(
                key,
                (at, added) -> {
                  Place place = places.get(key);
                  return place == null ? added : contents.together(place, content, added);
                }));
    upsert(connection, changed);
  }

  private static String name(Place place) {
    return place.kind() + ' ' + place.name();
  }

  private static Map<String, Integer> series(Connection connection) throws SQLException {
    Map<String, Integer> known = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, kind, name FROM monitor_series")) {
      while (rows.next()) {
        known.put(rows.getString(2) + ' ' + rows.getString(3), rows.getInt(1));
      }
    }
    return known;
  }

  private static int add(Connection connection, Place place) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO monitor_series (kind, name) VALUES (?, ?) RETURNING id")) {
      statement.setString(1, place.kind());
      statement.setString(2, place.name());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static Map<Key, byte[]> kept(Connection connection, Iterable<Key> keys)
      throws SQLException {
    List<Integer> periods = new ArrayList<>();
    List<Timestamp> starts = new ArrayList<>();
    List<Integer> series = new ArrayList<>();
    for (Key key : keys) {
      periods.add(key.period());
      starts.add(Timestamp.from(key.start()));
      series.add(key.series());
    }
    Map<Key, byte[]> found = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT bucket.period, bucket.start, bucket.series, bucket.content
            FROM unnest(?, ?, ?) AS wanted (period, start, series)
            JOIN monitor_buckets AS bucket USING (period, start, series)
            """)) {
      statement.setArray(1, array(connection, "int2", periods));
      statement.setArray(2, array(connection, "timestamptz", starts));
      statement.setArray(3, array(connection, "int4", series));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(
              new Key(rows.getInt(1), rows.getTimestamp(2).toInstant(), rows.getInt(3)),
              rows.getBytes(4));
        }
      }
    }
    return found;
  }

  private static Array array(Connection connection, String type, List<?> values)
      throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  private static void upsert(Connection connection, Map<Key, byte[]> contents) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO monitor_buckets (period, start, series, content)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (period, start, series) DO UPDATE
            SET content = excluded.content
            """)) {
      for (Map.Entry<Key, byte[]> each : contents.entrySet()) {
        statement.setInt(1, each.getKey().period());
        statement.setTimestamp(2, Timestamp.from(each.getKey().start()));
        statement.setInt(3, each.getKey().series());
        statement.setBytes(4, each.getValue());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /**
   * Buckets from this moment on, oldest first.
   *
   * @param kind of the series; null for all
   * @param name of the series; null for all of the kind
   */
  public static List<BucketRow> read(
      Connection connection,
      int period,
      Instant since,
      @Nullable String kind,
      @Nullable String name)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT bucket.start, series.kind, series.name, bucket.content
            FROM monitor_buckets AS bucket
            JOIN monitor_series AS series ON series.id = bucket.series
            WHERE bucket.period = ?
              AND bucket.start >= ?
              AND (?::text IS NULL OR series.kind = ?)
              AND (?::text IS NULL OR series.name = ?)
            ORDER BY bucket.start
            """)) {
      statement.setInt(1, period);
      statement.setTimestamp(2, Timestamp.from(since));
      statement.setString(3, kind);
      statement.setString(4, kind);
      statement.setString(5, name);
      statement.setString(6, name);
      List<BucketRow> buckets = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          buckets.add(
              new BucketRow(
                  period,
                  rows.getTimestamp(1).toInstant(),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getBytes(4)));
        }
      }
      return buckets;
    }
  }

  /** Removes buckets of this period that begin then or before; returns how many. */
  public static int prune(Connection connection, int period, Instant before) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM monitor_buckets WHERE period = ? AND start <= ?")) {
      statement.setInt(1, period);
      statement.setTimestamp(2, Timestamp.from(before));
      return statement.executeUpdate();
    }
  }

  /** Removes series without buckets; not while a node merges, which may be about to add some. */
  public static int pruneSeries(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      int removed = 0;
      if (locked(connection)) {
        removed =
            statement.executeUpdate(
                """
                DELETE FROM monitor_series AS known
                WHERE NOT EXISTS (
                  SELECT FROM monitor_buckets AS bucket WHERE bucket.series = known.id)
                """);
      }
      connection.commit();
      return removed;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
