package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Statements of tests. */
final class Sql {

  private Sql() {}

  static void run(DataSource source, String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String text(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  static long number(DataSource source, String sql) throws SQLException {
    return Long.parseLong(text(source, sql));
  }

  /** Connections to the same database as somebody else. */
  static DataSource as(DataSource source, String user, String application) {
    PGSimpleDataSource known = (PGSimpleDataSource) source;
    PGSimpleDataSource other = new PGSimpleDataSource();
    other.setUrl(known.getUrl());
    other.setUser(user.isEmpty() ? known.getUser() : user);
    other.setPassword(known.getPassword());
    other.setApplicationName(application);
    return other;
  }
}
