package com.veetssuites.monitor.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The tables of this module. */
public final class MonitorSchema {

  /** Any number, so that two processes that start at once do not both create. */
  private static final long LOCK = 0x7665_6574_735f_6d6fL;

  private MonitorSchema() {}

  /** Creates what is not there; needs no more rights than to read when all of it is. */
  public static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (exists(statement)) {
        return;
      }
      connection.setAutoCommit(false);
      try {
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        if (!exists(statement)) {
          statement.execute(script());
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    // The last one of the script: the others were committed with it.
    try (ResultSet rows =
        statement.executeQuery("SELECT to_regclass('monitor_alert_deliveries') IS NOT NULL")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  /** The statements, for a migration of one's own. */
  public static String script() {
    try (InputStream script =
        Objects.requireNonNull(MonitorSchema.class.getResourceAsStream("monitor.sql"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
