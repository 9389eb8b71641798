package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.VacuumResult.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives back the room of deleted rows and renews the statistics (VACUUM, ANALYZE) of the tables
 * that the user owns, one after the other, beside running reads and writes.
 */
public final class Vacuum {

  private final DataSource source;
  private final Duration lockTimeout;
  private final VacuumListener listener;

  /** What the database says of a table. */
  private record Table(long oid, String schema, String name, long bytes, long dead) {}

  /**
   * @param lockTimeout the longest wait for another session; the table is skipped then
   */
  public Vacuum(DataSource source, Duration lockTimeout, VacuumListener listener) {
    this.source = source;
    this.lockTimeout = lockTimeout;
    this.listener = listener;
  }

  /**
   * Vacuums every table.
   *
   * @param schemas empty for all but those of the system
   * @throws SQLException when the database cannot be asked for its tables
   */
  public List<VacuumResult> run(List<String> schemas) throws SQLException {
    return run(schemas, false);
  }

  /** Tells what {@link #run} would do, and does nothing. */
  public List<VacuumResult> plan(List<String> schemas) throws SQLException {
    return run(schemas, true);
  }

  private List<VacuumResult> run(List<String> schemas, boolean dry) throws SQLException {
    List<VacuumResult> results = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      List<Table> tables = tables(connection, schemas);
      if (!dry) {
        statement.execute("SET lock_timeout = " + lockTimeout.toMillis());
        statement.execute("SET statement_timeout = 0");
      }
      for (Table table : tables) {
        VacuumResult result =
            connection.isClosed()
                ? result(table, Outcome.FAILED, "The connection is lost.", Duration.ZERO, table)
                : dry
                    ? result(table, Outcome.PLANNED, "", Duration.ZERO, table)
                    : one(connection, table);
        results.add(result);
        listener.finished(result);
      }
      if (!dry && !connection.isClosed()) {
        statement.execute("RESET lock_timeout");
        statement.execute("RESET statement_timeout");
      }
    }
    return results;
  }

  private VacuumResult one(Connection connection, Table table) throws SQLException {
    long began = System.nanoTime();
    SQLException refused = null;
    List<LockHolder> holders;
    try (Statement statement = connection.createStatement();
        Watch watch =
            Watch.start(
                source,
                pid(statement),
                (other, pid) -> progress(other, pid, table.name()),
                waited -> listener.waiting(table.name(), waited))) {
      try {
        statement.execute("VACUUM (ANALYZE) " + Names.quoted(table.schema(), table.name()));
      } catch (SQLException e) {
        refused = e;
      }
      holders = watch.holders();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (refused != null) {
      boolean locked = "55P03".equals(refused.getSQLState());
      return result(
          table,
          locked ? Outcome.SKIPPED : Outcome.FAILED,
          Sentence.of(refused, holders, lockTimeout),
          took,
          table);
    }
    Table after = again(connection, table);
    return after == null
        ? result(table, Outcome.FAILED, "The table was dropped meanwhile.", took, table)
        : result(table, Outcome.DONE, "", took, after);
  }

  private static VacuumResult result(
      Table before, Outcome outcome, String message, Duration took, Table after) {
    return new VacuumResult(
        before.schema(),
        before.name(),
        outcome,
        message,
        took,
        before.bytes(),
        after.bytes(),
        before.dead(),
        after.dead());
  }

  private static int pid(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static final String TABLES =
      """
      SELECT c.oid, n.nspname, c.relname, pg_total_relation_size(c.oid),
          pg_stat_get_dead_tuples(c.oid)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
      """;

  private static List<Table> tables(Connection connection, List<String> schemas)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            TABLES
                + """
                AND pg_has_role(c.relowner, 'USAGE')
                AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
                AND (cardinality(?::text[]) = 0 OR n.nspname = ANY (?))
                ORDER BY n.nspname, c.relname
                """)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      statement.setArray(2, connection.createArrayOf("text", schemas.toArray()));
      return read(statement);
    }
  }

  private static @Nullable Table again(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES + "AND c.oid = ?")) {
      statement.setLong(1, table.oid());
      List<Table> found = read(statement);
      return found.isEmpty() ? null : found.getFirst();
    }
  }

  private static List<Table> read(PreparedStatement statement) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        tables.add(
            new Table(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5)));
      }
    }
    return tables;
  }

  private void progress(Connection connection, int pid, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT phase, heap_blks_scanned::float8 / greatest(heap_blks_total, 1)
                FROM pg_stat_progress_vacuum
                WHERE pid =\
                """
                    + " "
                    + pid)) {
      if (row.next()) {
        listener.progress(table, row.getString(1), row.getDouble(2));
      }
    }
  }
}
