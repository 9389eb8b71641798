package com.veetssuites.query.postgres;

import com.veetssuites.query.StatementSnapshot;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What created indexes have done to the statements they were created for, kept in the table
 * query_index_history of the database, so that it survives the processes that saw it.
 *
 * <p>Each node tells now and then what its store has seen ({@link #observe}); only what was run
 * after the creation counts as after, and a store that begins anew does not undo what was counted.
 */
public final class IndexHistory {

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS query_index_history (
          index_name       text        NOT NULL,
          statement_id     bigint      NOT NULL,
          node             text        NOT NULL,
          ddl              text        NOT NULL,
          statement        text        NOT NULL,
          created_at       timestamptz NOT NULL,
          before_calls     bigint      NOT NULL,
          before_nanos     bigint      NOT NULL,
          before_histogram bigint[]    NOT NULL,
          after_calls      bigint      NOT NULL DEFAULT 0,
          after_nanos      bigint      NOT NULL DEFAULT 0,
          after_histogram  bigint[]    NOT NULL DEFAULT '{}',
          seen_since       bigint      NOT NULL,
          seen_calls       bigint      NOT NULL,
          seen_nanos       bigint      NOT NULL,
          seen_histogram   bigint[]    NOT NULL,
          PRIMARY KEY (index_name, statement_id, node)
      )
      """;

  private final DataSource source;
  private final Clock clock;
  private final String node;

  /**
   * Some executions of a statement.
   *
   * @param p95Nanos 0 where only sums are known
   */
  public record Measured(long calls, long meanNanos, long p95Nanos) {

    private static Measured of(long calls, long nanos, long[] histogram) {
      return new Measured(
          calls,
          calls == 0 ? 0 : nanos / calls,
          StatementSnapshot.percentileNanos(histogram, 0.95));
    }
  }

  /**
   * An index and a statement, before and after.
   *
   * @param sql of the statement, without values
   */
  public record Entry(
      String index, String ddl, String sql, Instant created, Measured before, Measured after) {

    /** How many times quicker the mean has become; 0 while nothing is known of one side. */
    public double factor() {
      return before.calls() == 0 || after.calls() == 0
          ? 0
          : (double) before.meanNanos() / Math.max(1, after.meanNanos());
    }
  }

  /** The counters of a store at a moment, or differences of them. */
  private record Counts(long since, long calls, long nanos, long[] histogram) {

    static Counts of(StatementSnapshot snapshot) {
      return new Counts(
          snapshot.firstSeenMillis(),
          snapshot.calls(),
          snapshot.totalNanos(),
          snapshot.histogram());
    }

    /** What came since; all of it where the store began anew. */
    Counts since(Counts seen) {
      return since == seen.since && calls >= seen.calls
          ? new Counts(
              since, calls - seen.calls, nanos - seen.nanos, sum(histogram, seen.histogram, -1))
          : this;
    }

    Counts plus(Counts more) {
      return new Counts(
          since, calls + more.calls, nanos + more.nanos, sum(histogram, more.histogram, 1));
    }

    private static long[] sum(long[] one, long[] other, int sign) {
      long[] sum = Arrays.copyOf(one, Math.max(one.length, other.length));
      for (int i = 0; i < other.length; i++) {
        sum[i] += sign * other[i];
      }
      return sum;
    }
  }

  /**
   * @param node the name of this process, the same after a restart; each has its own counters
   */
  public IndexHistory(DataSource source, Clock clock, String node) {
    this.source = source;
    this.clock = clock;
    this.node = node;
  }

  /**
   * Keeps what the statements have cost until now, where an index is created for them.
   *
   * @param before of these statements; others are not followed
   * @throws SQLException also where the table is missing and may not be created
   */
  public void created(DeclaredIndex index, List<StatementSnapshot> before) throws SQLException {
    try (Connection connection = source.getConnection()) {
      if (!there(connection)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(TABLE);
        }
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              INSERT INTO query_index_history (index_name, statement_id, node, ddl, statement,
                  created_at, before_calls, before_nanos, before_histogram,
                  seen_since, seen_calls, seen_nanos, seen_histogram)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              ON CONFLICT (index_name, statement_id, node) DO UPDATE
              SET ddl = excluded.ddl, created_at = excluded.created_at,
                  before_calls = excluded.before_calls, before_nanos = excluded.before_nanos,
                  before_histogram = excluded.before_histogram,
                  after_calls = 0, after_nanos = 0, after_histogram = '{}',
                  seen_since = excluded.seen_since, seen_calls = excluded.seen_calls,
                  seen_nanos = excluded.seen_nanos, seen_histogram = excluded.seen_histogram
              """)) {
        for (StatementSnapshot each : before) {
          Array histogram = array(connection, each.histogram());
          statement.setString(1, index.name());
          statement.setLong(2, each.id());
          statement.setString(3, node);
          statement.setString(4, index.ddl());
          statement.setString(5, each.sql());
          statement.setTimestamp(6, Timestamp.from(clock.instant()));
          statement.setLong(7, each.calls());
          statement.setLong(8, each.totalNanos());
          statement.setArray(9, histogram);
          statement.setLong(10, each.firstSeenMillis());
          statement.setLong(11, each.calls());
          statement.setLong(12, each.totalNanos());
          statement.setArray(13, histogram);
          statement.executeUpdate();
        }
      }
    }
  }

  /**
   * Adds what was run since the last time that this node told it.
   *
   * <p>A node that hears of an index here for the first time, since another process created it,
   * only notes where its counters stand: what it ran before the creation is not told from what it
   * ran after.
   */
  public void observe(List<StatementSnapshot> now) throws SQLException {
    Map<Long, StatementSnapshot> byId =
        now.stream().collect(Collectors.toMap(StatementSnapshot::id, Function.identity()));
    try (Connection connection = source.getConnection()) {
      if (!there(connection)) {
        return;
      }
      join(connection, byId);
      for (Row row : rows(connection)) {
        StatementSnapshot snapshot = byId.get(row.statement());
        if (row.node().equals(node) && snapshot != null) {
          Counts counts = Counts.of(snapshot);
          update(connection, row, row.after().plus(counts.since(row.seen())), counts);
        }
      }
    }
  }

  /** Notes where the counters of this node stand, for what others have created. */
  private void join(Connection connection, Map<Long, StatementSnapshot> byId) throws SQLException {
    List<Row> rows = rows(connection);
    for (Row row : rows) {
      StatementSnapshot snapshot = byId.get(row.statement());
      boolean known =
          rows.stream()
              .anyMatch(each ->
                  each.node().equals(node)
                      && each.index().equals(row.index())
                      && each.statement() == row.statement());
      if (known || snapshot == null) {
        continue;
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              INSERT INTO query_index_history (index_name, statement_id, node, ddl, statement,
                  created_at, before_calls, before_nanos, before_histogram,
                  seen_since, seen_calls, seen_nanos, seen_histogram)
              VALUES (?, ?, ?, ?, ?, ?, 0, 0, '{}', ?, ?, ?, ?)
              ON CONFLICT DO NOTHING
              """)) {
        statement.setString(1, row.index());
        statement.setLong(2, row.statement());
        statement.setString(3, node);
        statement.setString(4, row.ddl());
        statement.setString(5, row.sql());
        statement.setTimestamp(6, Timestamp.from(row.created()));
        // A store that began after the creation has seen nothing of before.
        boolean later = snapshot.firstSeenMillis() > row.created().toEpochMilli();
        statement.setLong(7, snapshot.firstSeenMillis());
        statement.setLong(8, later ? 0 : snapshot.calls());
        statement.setLong(9, later ? 0 : snapshot.totalNanos());
        statement.setArray(10, array(connection, later ? new long[0] : snapshot.histogram()));
        statement.executeUpdate();
      }
    }
  }

  private static void update(Connection connection, Row row, Counts after, Counts seen)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE query_index_history
            SET after_calls = ?, after_nanos = ?, after_histogram = ?,
                seen_since = ?, seen_calls = ?, seen_nanos = ?, seen_histogram = ?
            WHERE index_name = ? AND statement_id = ? AND node = ?
            """)) {
      statement.setLong(1, after.calls());
      statement.setLong(2, after.nanos());
      statement.setArray(3, array(connection, after.histogram()));
      statement.setLong(4, seen.since());
      statement.setLong(5, seen.calls());
      statement.setLong(6, seen.nanos());
      statement.setArray(7, array(connection, seen.histogram()));
      statement.setString(8, row.index());
      statement.setLong(9, row.statement());
      statement.setString(10, row.node());
      statement.executeUpdate();
    }
  }

  /** All indexes and their statements, the newest index first; the nodes are added up. */
  public List<Entry> entries() throws SQLException {
    List<Row> rows;
    try (Connection connection = source.getConnection()) {
      if (!there(connection)) {
        return List.of();
      }
      rows = rows(connection);
    }
    List<Entry> entries = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      Row first = rows.get(from);
      Counts before = first.before();
      Counts after = first.after();
      int to = from + 1;
      while (to < rows.size()
          && rows.get(to).index().equals(first.index())
          && rows.get(to).statement() == first.statement()) {
        before = before.plus(rows.get(to).before());
        after = after.plus(rows.get(to).after());
        to++;
      }
      entries.add(
          new Entry(
              first.index(),
              first.ddl(),
              first.sql(),
              first.created(),
              Measured.of(before.calls(), before.nanos(), before.histogram()),
              Measured.of(after.calls(), after.nanos(), after.histogram())));
      from = to;
    }
    entries.sort((one, other) -> other.created().compareTo(one.created()));
    return List.copyOf(entries);
  }

  private record Row(
      String index,
      long statement,
      String node,
      String ddl,
      String sql,
      Instant created,
      Counts before,
      Counts after,
      Counts seen) {}

  private static List<Row> rows(Connection connection) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT index_name, statement_id, node, ddl, statement, created_at,
                    before_calls, before_nanos, before_histogram,
                    after_calls, after_nanos, after_histogram,
                    seen_calls, seen_nanos, seen_histogram, seen_since
                FROM query_index_history
                ORDER BY index_name, statement_id, created_at, node
                LIMIT 10000
                """)) {
      while (row.next()) {
        rows.add(
            new Row(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getTimestamp(6).toInstant(),
                counts(row, 7, 0),
                counts(row, 10, 0),
                counts(row, 13, row.getLong(16))));
      }
    }
    return rows;
  }

  private static Counts counts(ResultSet row, int from, long since) throws SQLException {
    return new Counts(
        since, row.getLong(from), row.getLong(from + 1), longs(row.getArray(from + 2)));
  }

  private static long[] longs(Array array) throws SQLException {
    return Arrays.stream((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
  }

  private static Array array(Connection connection, long[] values) throws SQLException {
    return connection.createArrayOf("bigint", Arrays.stream(values).boxed().toArray());
  }

  private static boolean there(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT to_regclass('query_index_history') IS NOT NULL")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
