package com.veetssuites.benchmarks;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.jdbc.DatabaseCache;
import com.veetssuites.cache.jdbc.OutboxMode;
import com.veetssuites.testing.PostgresExtension;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A statement on a connection of the pool, with the connection's loan and return, on a real
 * PostgreSQL on loopback: not watched, watched outside of a load, and watched within one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class WatchedJdbcBenchmark {

  private static final String ROWS =
      """
      SELECT id, name
      FROM things
      WHERE id BETWEEN ? AND ?
      """;

  @Param({"SELECT 1", "20 rows"})
  public String statement = "";

  private @Nullable HikariDataSource pool;
  private @Nullable DataSource watched;
  private @Nullable DatabaseCache database;
  private @Nullable TieredCaches caches;

  @Setup
  public void open() throws SQLException {
    String url = PostgresExtension.createDatabase();
    HikariDataSource source = new HikariDataSource();
    source.setJdbcUrl(url);
    source.setMaximumPoolSize(2);
    pool = source;
    try (Connection connection = source.getConnection();
        Statement made = connection.createStatement()) {
      made.execute("CREATE TABLE things (id bigint PRIMARY KEY, name text NOT NULL)");
      made.execute("INSERT INTO things SELECT n, 'thing ' || n FROM generate_series(1, 10000) n");
    }
    DatabaseCache bridge = new DatabaseCache(OutboxMode.AUTO);
    database = bridge;
    watched = bridge.watch(source);
    TieredCaches built = TieredCaches.builder().transactions(bridge.transactions()).build();
    caches = built;
    bridge.start(built, () -> DriverManager.getConnection(url));
  }

  @TearDown
  public void close() {
    Objects.requireNonNull(database).close();
    Objects.requireNonNull(caches).close();
    Objects.requireNonNull(pool).close();
  }

  private long run(@Nullable DataSource source) throws SQLException {
    boolean one = statement.equals("SELECT 1");
    try (Connection connection = Objects.requireNonNull(source).getConnection();
        PreparedStatement prepared = connection.prepareStatement(one ? statement : ROWS)) {
      if (!one) {
        prepared.setLong(1, 101);
        prepared.setLong(2, 120);
      }
      long sum = 0;
      try (ResultSet rows = prepared.executeQuery()) {
        while (rows.next()) {
          sum += rows.getLong(1);
        }
      }
      return sum;
    }
  }

  @Benchmark
  public long unwatched() throws SQLException {
    return run(pool);
  }

  @Benchmark
  public long watched() throws SQLException {
    return run(watched);
  }

  @Benchmark
  public long watchedInLoad() throws SQLException {
    return Objects.requireNonNull(caches).collect(() -> run(watched));
  }
}
