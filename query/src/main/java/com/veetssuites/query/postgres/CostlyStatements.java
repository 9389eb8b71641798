package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The costliest statements as the database itself has counted them, by pg_stat_statements. */
public final class CostlyStatements {

  private final DataSource source;

  public CostlyStatements(DataSource source) {
    this.source = source;
  }

  /**
   * The statements of this database, costliest first; empty where the extension is not there, is
   * not loaded, or may not be read.
   *
   * @param most how many are named; the others are one more, without a text
   * @throws SQLException when the database cannot be asked
   */
  public Optional<List<CostlyStatement>> read(int most) throws SQLException {
    try (Connection connection = source.getConnection()) {
      Optional<String> view = view(connection);
      return view.isEmpty() ? Optional.empty() : read(connection, view.get(), most);
    }
  }

  /** The extension can lie in any schema. */
  private static Optional<String> view(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT n.nspname
                FROM pg_extension e
                JOIN pg_namespace n ON n.oid = e.extnamespace
                WHERE e.extname = 'pg_stat_statements'
                """);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(Names.quoted(row.getString(1), "pg_stat_statements"))
          : Optional.empty();
    }
  }

  private static Optional<List<CostlyStatement>> read(Connection connection, String view, int most)
      throws SQLException {
    List<CostlyStatement> statements = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH statements AS (
                SELECT query, sum(calls) AS calls, sum(rows) AS rows,
                    sum(total_exec_time) AS total,
                    row_number() OVER (ORDER BY sum(total_exec_time) DESC, query) AS rank
                FROM %s
                WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                GROUP BY query
            )
            SELECT CASE WHEN rank <= ? AND query <> '<insufficient privilege>' THEN query
                    ELSE '(other statements)' END AS text,
                sum(calls), sum(rows), sum(total)
            FROM statements
            GROUP BY text
            ORDER BY sum(total) DESC
            """
                .formatted(view))) {
      statement.setInt(1, most);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          statements.add(
              new CostlyStatement(
                  row.getString(1), row.getLong(2), row.getLong(3), row.getDouble(4)));
        }
      }
      return Optional.of(statements);
    } catch (SQLException e) {
      // 55000: the library is not loaded; 42501: the user may not read the view.
      if ("55000".equals(e.getSQLState()) || "42501".equals(e.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
