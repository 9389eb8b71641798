package com.veetssuites.query.jdbc;

import com.veetssuites.query.CapturedPlan;
import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementSnapshot.Share;
import com.veetssuites.query.StatementStore;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of all nodes have cost, in a table of the application's PostgreSQL, so that
 * it outlives a restart: a row a statement, to which each node adds what has come since it last
 * did.
 */
public final class StatementArchive {

  /** Of more statements the cheapest are forgotten. */
  private static final int MOST_ROWS = 5_000;

  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS query_statements (
          id          bigint PRIMARY KEY,
          sql         text        NOT NULL,
          calls       bigint      NOT NULL,
          rows        bigint      NOT NULL,
          errors      bigint      NOT NULL,
          total_nanos bigint      NOT NULL,
          min_nanos   bigint      NOT NULL,
          max_nanos   bigint      NOT NULL,
          histogram   bigint[]    NOT NULL,
          first_seen  bigint      NOT NULL,
          last_seen   bigint      NOT NULL,
          routes      text[]      NOT NULL,
          route_calls bigint[]    NOT NULL,
          places      text[]      NOT NULL,
          place_calls bigint[]    NOT NULL,
          plan        text,
          plan_cost   double precision,
          plan_time   bigint
      )
      """;

  private static final String ADD =
      """
      INSERT INTO query_statements AS old
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE
         SET calls = old.calls + excluded.calls,
             rows = old.rows + excluded.rows,
             errors = old.errors + excluded.errors,
             total_nanos = old.total_nanos + excluded.total_nanos,
             min_nanos = least(old.min_nanos, excluded.min_nanos),
             max_nanos = greatest(old.max_nanos, excluded.max_nanos),
             histogram = ARRAY(SELECT o + e
                                 FROM unnest(old.histogram, excluded.histogram)
                                      WITH ORDINALITY AS both_of (o, e, place)
                                ORDER BY place),
             first_seen = least(old.first_seen, excluded.first_seen),
             last_seen = greatest(old.last_seen, excluded.last_seen),
             routes = excluded.routes,
             route_calls = excluded.route_calls,
             places = excluded.places,
             place_calls = excluded.place_calls,
             plan = coalesce(excluded.plan, old.plan),
             plan_cost = coalesce(excluded.plan_cost, old.plan_cost),
             plan_time = coalesce(excluded.plan_time, old.plan_time)
      """;

  private static final String PRUNE =
      """
      DELETE FROM query_statements
       WHERE id IN (SELECT id FROM query_statements ORDER BY total_nanos DESC, id OFFSET ?)
      """;

  private static final String READ =
      """
      SELECT id, sql, calls, rows, errors, total_nanos, min_nanos, max_nanos, histogram,
             first_seen, last_seen, routes, route_calls, places, place_calls,
             plan, plan_cost, plan_time
        FROM query_statements
       ORDER BY total_nanos DESC, id
       LIMIT ?
      """;

  private final StatementStore store;
  private final DataSource source;
  private final int timeout;

  /** What of each statement is in the table already. */
  private final Map<Long, StatementSnapshot> saved = new HashMap<>();

  private int generation;

  /**
   * @param source not one whose statements the store counts
   * @param timeout of each statement, in seconds
   */
  public StatementArchive(StatementStore store, DataSource source, int timeout) {
    this.store = store;
    this.source = source;
    this.timeout = timeout;
  }

  /** Makes the table where there is none. */
  public void prepare() throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement exists =
            connection.prepareStatement("SELECT to_regclass('query_statements') IS NOT NULL");
        ResultSet row = exists.executeQuery()) {
      row.next();
      if (!row.getBoolean(1)) {
        try (PreparedStatement create = connection.prepareStatement(SCHEMA)) {
          create.setQueryTimeout(timeout);
          create.execute();
        }
        if (!connection.getAutoCommit()) {
          connection.commit();
        }
      }
    }
  }

  /**
   * Adds what has come since the last time. What could not be saved is saved the next time.
   *
   * @return how many statements had something new
   */
  public synchronized int save() throws SQLException {
    if (generation != store.generation()) {
      generation = store.generation();
      saved.clear();
    }
    List<StatementSnapshot> now = store.snapshot();
    Map<Long, StatementSnapshot> gone = new HashMap<>(saved);
    now.forEach(
        each -> gone.computeIfPresent(each.id(), (id, old) -> same(old, each) ? null : old));
    List<StatementSnapshot> news = new ArrayList<>();
    for (StatementSnapshot each : now) {
      StatementSnapshot before = saved.get(each.id());
      if (each.sql().equals(StatementStore.OTHER)) {
        // What has been evicted goes on there, and is in the table already under its own name.
        for (StatementSnapshot evicted : gone.values()) {
          before = before == null ? evicted : sum(before, evicted);
        }
      } else if (before != null && !same(before, each)) {
        before = null;
      }
      if (before == null || before.calls() < each.calls() || before.rows() < each.rows()) {
        news.add(before == null ? each : difference(each, before));
      }
    }
    if (!news.isEmpty()) {
      // In one order everywhere, so that two nodes do not deadlock.
      news.sort(Comparator.comparingLong(StatementSnapshot::id));
      write(news);
    }
    saved.clear();
    now.forEach(each -> saved.put(each.id(), each));
    return news.size();
  }

  /** A statement that was evicted and came back has begun anew. */
  private static boolean same(StatementSnapshot before, StatementSnapshot now) {
    return before.sql().equals(StatementStore.OTHER)
        || (before.firstSeenMillis() == now.firstSeenMillis() && before.calls() <= now.calls());
  }

  private static StatementSnapshot sum(StatementSnapshot one, StatementSnapshot other) {
    return with(one, other, 1);
  }

  private static StatementSnapshot difference(StatementSnapshot now, StatementSnapshot before) {
    return with(now, before, -1);
  }

  private static StatementSnapshot with(StatementSnapshot base, StatementSnapshot more, int sign) {
    return new StatementSnapshot(
        base.id(),
        base.sql(),
        base.calls() + sign * more.calls(),
        base.rows() + sign * more.rows(),
        base.errors() + sign * more.errors(),
        base.totalNanos() + sign * more.totalNanos(),
        base.minNanos(),
        base.maxNanos(),
        IntStream.range(0, base.histogram().length)
            .mapToLong(i -> base.histogram()[i] + sign * more.histogram()[i])
            .toArray(),
        base.firstSeenMillis(),
        base.lastSeenMillis(),
        base.routes(),
        base.callSites(),
        base.plan());
  }

  private void write(List<StatementSnapshot> news) throws SQLException {
    try (Connection connection = source.getConnection()) {
      boolean automatic = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (PreparedStatement add = connection.prepareStatement(ADD);
          PreparedStatement prune = connection.prepareStatement(PRUNE)) {
        add.setQueryTimeout(timeout);
        prune.setQueryTimeout(timeout);
        for (StatementSnapshot each : news) {
          bind(add, each, connection);
          add.addBatch();
        }
        add.executeBatch();
        prune.setInt(1, MOST_ROWS);
        prune.executeUpdate();
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(automatic);
      }
    }
  }

  private static void bind(PreparedStatement add, StatementSnapshot each, Connection connection)
      throws SQLException {
    add.setLong(1, each.id());
    add.setString(2, each.sql().replace("\0", ""));
    add.setLong(3, each.calls());
    add.setLong(4, each.rows());
    add.setLong(5, each.errors());
    add.setLong(6, each.totalNanos());
    add.setLong(7, each.minNanos());
    add.setLong(8, each.maxNanos());
    add.setArray(9, array(connection, Arrays.stream(each.histogram())));
    add.setLong(10, each.firstSeenMillis());
    add.setLong(11, each.lastSeenMillis());
    add.setArray(12, names(connection, each.routes()));
    add.setArray(13, array(connection, each.routes().stream().mapToLong(Share::calls)));
    add.setArray(14, names(connection, each.callSites()));
    add.setArray(15, array(connection, each.callSites().stream().mapToLong(Share::calls)));
    CapturedPlan plan = each.plan();
    add.setString(16, plan == null ? null : plan.text());
    add.setObject(17, plan == null ? null : plan.cost(), Types.DOUBLE);
    add.setObject(18, plan == null ? null : plan.capturedMillis(), Types.BIGINT);
  }

  private static Array array(Connection connection, LongStream numbers) throws SQLException {
    return connection.createArrayOf("bigint", numbers.boxed().toArray());
  }

  private static Array names(Connection connection, List<Share> shares) throws SQLException {
    return connection.createArrayOf("text", shares.stream().map(Share::name).toArray());
  }

  /**
   * The costliest statements of all nodes as they were last saved; none where nothing ever was.
   *
   * @param most how many, 1 or more
   */
  public static List<StatementSnapshot> read(Connection connection, int most) throws SQLException {
    try (PreparedStatement exists =
            connection.prepareStatement("SELECT to_regclass('query_statements') IS NOT NULL");
        ResultSet row = exists.executeQuery()) {
      row.next();
      if (!row.getBoolean(1)) {
        return List.of();
      }
    }
    List<StatementSnapshot> statements = new ArrayList<>();
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setInt(1, most);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          statements.add(
              new StatementSnapshot(
                  row.getLong(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getLong(6),
                  row.getLong(7),
                  row.getLong(8),
                  numbers(row.getArray(9)),
                  row.getLong(10),
                  row.getLong(11),
                  shares(row.getArray(12), row.getArray(13)),
                  shares(row.getArray(14), row.getArray(15)),
                  plan(row)));
        }
      }
    }
    return statements;
  }

  private static @Nullable CapturedPlan plan(ResultSet row) throws SQLException {
    String text = row.getString(16);
    return text == null ? null : new CapturedPlan(text, row.getDouble(17), row.getLong(18));
  }

  private static long[] numbers(Array array) throws SQLException {
    return Arrays.stream((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
  }

  private static List<Share> shares(Array names, Array calls) throws SQLException {
    String[] all = (String[]) names.getArray();
    long[] counts = numbers(calls);
    return IntStream.range(0, all.length).mapToObj(i -> new Share(all[i], counts[i])).toList();
  }
}
