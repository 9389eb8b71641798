package com.veetssuites.platform.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The database, asked over a connection of its own: a pool that is exhausted by slow queries says
 * nothing about the database, and a database that hangs must not take a connection from the pool.
 */
@Component
@Order(1)
final class DatabaseComponent implements HealthComponent, DisposableBean {

  private static final int TIMEOUT_SECONDS = 1;

  /** The server lives, and has no connection left for this one. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private @Nullable Connection connection;

  DatabaseComponent(JdbcConnectionDetails details) {
    source.setUrl(details.getJdbcUrl());
    if (details.getUsername() != null) {
      source.setUser(details.getUsername());
      source.setPassword(details.getPassword());
    }
    source.setApplicationName("veetssuites-health");
    source.setLoginTimeout(TIMEOUT_SECONDS);
    source.setConnectTimeout(TIMEOUT_SECONDS);
    source.setSocketTimeout(TIMEOUT_SECONDS);
    source.setCancelSignalTimeout(TIMEOUT_SECONDS);
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public synchronized boolean works() {
    boolean old = connection != null;
    // No answer over an old connection may only mean that the server was restarted since.
    return answers() || (old && answers());
  }

  private boolean answers() {
    try {
      if (connection == null) {
        connection = source.getConnection();
      }
      try (Statement statement = connection.createStatement()) {
        return statement.execute("SELECT 1");
      }
    } catch (SQLException e) {
      disconnect();
      return TOO_MANY_CONNECTIONS.equals(e.getSQLState());
    }
  }

  private void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // it was of no use any more
      }
      connection = null;
    }
  }

  @Override
  public synchronized void destroy() {
    disconnect();
  }
}
