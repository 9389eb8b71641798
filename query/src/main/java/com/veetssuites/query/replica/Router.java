package com.veetssuites.query.replica;

import com.veetssuites.query.QueryScope;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Gives the connection that is due for a first statement: to a replica, or to the primary. */
final class Router extends DelegatingDataSource {

  private final DataSource primary;
  private final Replicas replicas;
  private final boolean readOnly;

  Router(DataSource primary, Replicas replicas, boolean readOnly) {
    super(primary);
    this.primary = primary;
    this.replicas = replicas;
    this.readOnly = readOnly;
  }

  @Override
  public Connection getConnection() throws SQLException {
    long began = System.nanoTime();
    try {
      return connect();
    } finally {
      QueryScope scope = QueryScope.current();
      if (scope != null) {
        scope.waited(System.nanoTime() - began);
      }
    }
  }

  private Connection connect() throws SQLException {
    if (readOnly || TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      Connection replica = replicas.read();
      if (replica != null) {
        return replica;
      }
    }
    Connection connection = primary.getConnection();
    if (readOnly) {
      connection.setReadOnly(true); // the pool undoes it
    }
    return WatchedConnection.of(connection, replicas.client());
  }

  /** Whoever brings credentials means the primary. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return WatchedConnection.of(primary.getConnection(username, password), replicas.client());
  }
}
