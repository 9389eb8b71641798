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
      statement.execute("SET lock_timeout = " + lockTimeout.toMillis());
      statement.execute("SET statement_timeout = 0");
      for (Table table : tables(connection, schemas)) {
        VacuumResult result =
            connection.isClosed()
                ? result(table, Outcome.FAILED, "The connection is lost.", Duration.ZERO, table)
                : one(connection, table, dry);
        results.add(result);
        listener.finished(result);
      }
      if (!connection.isClosed()) {
        statement.execute("RESET lock_timeout");
        statement.execute("RESET statement_timeout");
      }
    }
    return results;
  }

  /** Even the size of a table is not told while somebody has it for himself. */
  private VacuumResult one(Connection connection, Table table, boolean dry) throws SQLException {
    long began = System.nanoTime();
    Table before = table;
    Table after = table;
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
        before = measured(connection, table);
        if (!dry) {
          statement.execute("VACUUM (ANALYZE) " + Names.quoted(table.schema(), table.name()));
        }
        after = dry ? before : measured(connection, table);
      } catch (SQLException e) {
        refused = e;
        after = before;
      }
      holders = watch.holders();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (refused == null) {
      return result(before, dry ? Outcome.PLANNED : Outcome.DONE, "", took, after);
    }
    boolean locked = "55P03".equals(refused.getSQLState());
    return result(
        before,
        locked ? Outcome.SKIPPED : Outcome.FAILED,
        Sentence.of(refused, holders, lockTimeout),
        took,
        after);
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

  private static List<Table> tables(Connection connection, List<String> schemas)
      throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT c.oid, n.nspname, c.relname
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
              AND pg_has_role(c.relowner, 'USAGE')
              AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
              AND (cardinality(?::text[]) = 0 OR n.nspname = ANY (?))
            ORDER BY n.nspname, c.relname
            """)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      statement.setArray(2, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.add(new Table(row.getLong(1), row.getString(2), row.getString(3), 0, 0));
        }
      }
    }
    return tables;
  }

  private static Table measured(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT coalesce(pg_total_relation_size(?::oid), 0), pg_stat_get_dead_tuples(?::oid)")) {
      statement.setLong(1, table.oid());
      statement.setLong(2, table.oid());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Table(table.oid(), table.schema(), table.name(), row.getLong(1), row.getLong(2));
      }
    }
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
