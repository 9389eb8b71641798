package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.IndexCatalog.Found;
import com.veetssuites.query.postgres.IndexCatalog.Table;
import com.veetssuites.query.postgres.IndexResult.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Builds the indexes that are declared and missing, one after the other and beside running writes
 * (CREATE INDEX CONCURRENTLY).
 *
 * <p>A build that fails leaves an invalid index in PostgreSQL: it is dropped at once, or by the
 * next run where the connection was lost. Two runs never build at the same time.
 */
public final class IndexBuilder {

  /** The advisory locks of this module: the letters "veet". */
  private static final int LOCKS = 0x76656574;

  private static final int BUILDING = 1;
  private static final long EVERY_MILLIS = 50;

  private final DataSource source;
  private final Duration lockTimeout;
  private final BuildListener listener;

  /**
   * @param source of connections that may create indexes
   * @param lockTimeout the longest wait for another session
   */
  public IndexBuilder(DataSource source, Duration lockTimeout, BuildListener listener) {
    this.source = source;
    this.lockTimeout = lockTimeout;
    this.listener = listener;
  }

  /** Builds what is missing. */
  public BuildReport build(List<DeclaredIndex> declared) {
    return run(declared, false);
  }

  /** Tells what {@link #build} would do, and does nothing. */
  public BuildReport plan(List<DeclaredIndex> declared) {
    return run(declared, true);
  }

  /**
   * The text of a migration that declares these indexes.
   *
   * <p>It builds without CONCURRENTLY: Flyway holds its own lock in a transaction, for which a
   * concurrent build would wait for ever. A database that is in use has the indexes already, by
   * {@link #build}, so that the migration finds them there; on a new one the tables are empty.
   */
  public static String asMigration(List<DeclaredIndex> indexes) {
    return """
    -- Build these on a running database first (optimize-database --create-indexes): this finds them
    -- there. Where it does not, it blocks writes while it builds, and waits for a lock only so long.
    SET LOCAL lock_timeout = '5s';
    """
        + indexes.stream().map(each -> each.migration() + ";\n").collect(Collectors.joining());
  }

  private BuildReport run(List<DeclaredIndex> declared, boolean dry) {
    List<IndexResult> results = new ArrayList<>();
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(true);
      String refusal = begin(connection, dry);
      try {
        if (!refusal.isEmpty()) {
          return new BuildReport(List.of(), refusal);
        }
        all(connection, declared, dry, results);
      } finally {
        end(connection);
      }
    } catch (SQLException e) {
      if (results.isEmpty()) {
        return new BuildReport(List.of(), Sentence.of(e, List.of(), lockTimeout));
      }
    }
    for (DeclaredIndex rest : declared.subList(results.size(), declared.size())) {
      add(results, new IndexResult(rest, Outcome.NOT_TRIED, "", Duration.ZERO, 0));
    }
    return new BuildReport(List.copyOf(results), "");
  }

  /** Why nothing can be built, or an empty text. */
  private String begin(Connection connection, boolean dry) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = " + lockTimeout.toMillis());
      statement.execute("SET statement_timeout = 0");
      if (dry) {
        return "";
      }
      if (bool(statement, "SELECT pg_is_in_recovery()")) {
        return "This server is a standby and only reads: build the indexes on its primary.";
      }
      if (bool(statement, "SELECT current_setting('transaction_read_only')::boolean")) {
        return "This server or user only reads (default_transaction_read_only).";
      }
      if (!bool(statement, "SELECT pg_try_advisory_lock(" + LOCKS + ", " + BUILDING + ")")) {
        return "Another run is building indexes in this database: "
            + LockHolder.advisory(connection, LOCKS).stream()
                .map(LockHolder::describe)
                .collect(Collectors.joining(", "))
            + ".";
      }
      return "";
    }
  }

  private static boolean bool(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Gives the connection back as it was. */
  private static void end(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT pg_advisory_unlock("
                + LOCKS
                + ", "
                + BUILDING
                + ")"
                + " WHERE EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid ="
                + " pg_backend_pid() AND classid = "
                + LOCKS
                + ")");
        statement.execute("RESET lock_timeout");
        statement.execute("RESET statement_timeout");
      }
    }
  }

  private void all(
      Connection connection, List<DeclaredIndex> declared, boolean dry, List<IndexResult> results)
      throws SQLException {
    for (DeclaredIndex index : declared) {
      try {
        add(results, one(connection, index, dry));
      } catch (SQLException e) {
        add(results, failed(index, Sentence.of(e, List.of(), lockTimeout)));
      }
      if (connection.isClosed()) {
        return;
      }
    }
  }

  private void add(List<IndexResult> results, IndexResult result) {
    results.add(result);
    listener.finished(result);
  }

  private static IndexResult failed(DeclaredIndex index, String sentence) {
    return new IndexResult(index, Outcome.FAILED, sentence, Duration.ZERO, 0);
  }

  private IndexResult one(Connection connection, DeclaredIndex index, boolean dry)
      throws SQLException {
    IndexCatalog catalog = new IndexCatalog(connection);
    Optional<Table> table = catalog.table(index.table());
    if (table.isEmpty()) {
      return failed(
          index,
          "There is no table %s, which %s declares an index of: run the migrations first."
              .formatted(index.table(), index.origin()));
    }
    Found found = catalog.index(table.get(), index.name()).orElse(null);
    String refusal = found == null ? "" : refusal(index, table.get(), found);
    if (!refusal.isEmpty()) {
      return failed(index, refusal);
    }
    if (found != null && found.valid()) {
      return new IndexResult(index, Outcome.PRESENT, "", Duration.ZERO, found.bytes());
    }
    if (table.get().kind().equals("p")) {
      return failed(
          index,
          "%s is partitioned, and PostgreSQL builds such an index only in one piece: do it in a migration."
              .formatted(index.table()));
    }
    if (dry) {
      String rest = found == null ? "" : "The invalid rest of an earlier build is dropped first.";
      return new IndexResult(index, Outcome.PLANNED, rest, Duration.ZERO, 0);
    }
    listener.started(index);
    List<LockHolder> writing = awaitWriters(connection, index, table.get());
    return writing.isEmpty()
        ? build(connection, index, table.get())
        : failed(index, Sentence.locked(writing, lockTimeout));
  }

  private static String refusal(DeclaredIndex index, Table table, Found found) {
    if (found.table() == 0) {
      return "There is something else than an index with the name %s.".formatted(index.name());
    }
    if (found.table() != table.oid()) {
      return "An index of another table has the name %s already.".formatted(index.name());
    }
    return found.builder() == 0
        ? ""
        : "Process %d is building %s at this moment.".formatted(found.builder(), index.name());
  }

  /**
   * Those that have an open transaction on the table now and still have it when the time is over.
   * The build itself would wait for them as well, but with an invalid index in place, which could
   * not be dropped again before they end.
   */
  private List<LockHolder> awaitWriters(Connection connection, DeclaredIndex index, Table table)
      throws SQLException {
    long deadline = System.nanoTime() + lockTimeout.toNanos();
    List<LockHolder> first = LockHolder.writing(connection, table.oid());
    List<LockHolder> left = first;
    try {
      while (!left.isEmpty() && System.nanoTime() < deadline) {
        listener.waiting(index, left);
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        List<LockHolder> now = LockHolder.writing(connection, table.oid());
        left = first.stream().filter(each -> now.stream().anyMatch(each::same)).toList();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  private IndexResult build(Connection connection, DeclaredIndex index, Table table)
      throws SQLException {
    long began = System.nanoTime();
    SQLException refused = null;
    List<LockHolder> holders;
    try (Statement statement = connection.createStatement();
        Watch watch =
            Watch.start(
                source,
                pid(statement),
                (other, pid) -> progress(other, pid, index),
                waited -> listener.waiting(index, waited))) {
      try {
        drop(connection, index, table);
        statement.execute(index.ddl());
      } catch (SQLException e) {
        refused = e;
      }
      holders = watch.holders();
    }
    if (refused != null) {
      return failed(
          index, Sentence.of(refused, holders, lockTimeout) + clean(connection, index, table));
    }
    long bytes =
        new IndexCatalog(connection).index(table, index.name()).map(Found::bytes).orElse(0L);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return new IndexResult(index, Outcome.CREATED, "", took, bytes);
  }

  private static int pid(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Drops what earlier builds have left behind: nobody reads from it, and it costs every write. */
  private static void drop(Connection connection, DeclaredIndex index, Table table)
      throws SQLException {
    IndexCatalog catalog = new IndexCatalog(connection);
    List<Found> rests = new ArrayList<>(catalog.rests(table, index.name()));
    catalog.index(table, index.name()).filter(each -> !each.valid()).ifPresent(rests::add);
    for (Found rest : rests) {
      if (rest.builder() == 0 && rest.table() == table.oid()) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + rest.quoted());
        }
      }
    }
  }

  /** After a failure nothing half done stays; where it has to, that is said. */
  private String clean(Connection connection, DeclaredIndex index, Table table) {
    try {
      if (!connection.isClosed()) {
        drop(connection, index, table);
        return "";
      }
      try (Connection fresh = source.getConnection();
          Statement statement = fresh.createStatement()) {
        fresh.setAutoCommit(true);
        statement.execute("SET lock_timeout = " + lockTimeout.toMillis());
        drop(fresh, index, table);
        statement.execute("RESET lock_timeout");
        return "";
      }
    } catch (SQLException e) {
      return " An invalid %s is left behind, which the next run drops.".formatted(index.name());
    }
  }

  private void progress(Connection connection, int pid, DeclaredIndex index) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT phase,
                    CASE WHEN blocks_total > 0 THEN blocks_done::float8 / blocks_total
                        WHEN tuples_total > 0 THEN tuples_done::float8 / tuples_total
                        ELSE 0 END
                FROM pg_stat_progress_create_index
                WHERE pid =\
                """
                    + " "
                    + pid)) {
      if (row.next()) {
        listener.progress(index, row.getString(1), row.getDouble(2));
      }
    }
  }
}
