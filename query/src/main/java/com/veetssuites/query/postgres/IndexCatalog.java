package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the catalogue of the database says of an index that is declared. */
final class IndexCatalog {

  private final Connection connection;

  IndexCatalog(Connection connection) {
    this.connection = connection;
  }

  /**
   * A table.
   *
   * @param kind r for an ordinary one, p for a partitioned one
   */
  record Table(long oid, String schema, String name, String kind) {}

  /**
   * A relation of the name of an index.
   *
   * @param table 0 where it is no index
   * @param valid whether it serves queries
   * @param builder the process that is building it, or 0
   */
  record Found(String schema, String name, long table, boolean valid, int builder, long bytes) {

    String quoted() {
      return Names.quoted(schema, name);
    }
  }

  Optional<Table> table(String written) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT c.oid, n.nspname, c.relname, c.relkind
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'p', 'm')
            """)) {
      statement.setString(1, written);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Table(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
            : Optional.empty();
      }
    }
  }

  /** Whatever has this name where the index of this table would be. */
  Optional<Found> index(Table table, String name) throws SQLException {
    return found("n.nspname = ? AND c.relname = ?", table.schema(), name).stream().findFirst();
  }

  /** What a REINDEX CONCURRENTLY of this index has left behind. */
  List<Found> rests(Table table, String name) throws SQLException {
    return found(
            "n.nspname = ? AND left(c.relname, length(?)) = ? AND NOT i.indisvalid",
            table.schema(),
            name,
            name)
        .stream()
        .filter(each -> each.table() == table.oid())
        .filter(each -> each.name().substring(name.length()).matches("_cc(new|old)\\d*"))
        .toList();
  }

  private List<Found> found(String condition, String... values) throws SQLException {
    List<Found> found = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT n.nspname, c.relname, coalesce(i.indrelid, 0),
                coalesce(i.indisvalid AND i.indisready, false),
                coalesce((SELECT max(p.pid) FROM pg_stat_progress_create_index p
                    WHERE p.index_relid = c.oid), 0),
                pg_relation_size(c.oid)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            WHERE\
            """
                + " "
                + condition)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(
              new Found(
                  row.getString(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getBoolean(4),
                  row.getInt(5),
                  row.getLong(6)));
        }
      }
    }
    return found;
  }
}
