package com.veetssuites.task.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Statements that are committed together or not at all, whatever is thrown between them. */
public final class OneTransaction {

  /** Work on a connection. */
  @FunctionalInterface
  public interface Statements<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  private OneTransaction() {}

  /** Does the work on a connection that is in no transaction, and leaves it as it was. */
  public static <T extends @Nullable Object> T of(Connection connection, Statements<T> work)
      throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      T done = work.on(connection);
      connection.commit();
      return done;
    } catch (SQLException | RuntimeException | Error e) {
      // Or the end of the transaction, below, would be its commit.
      try {
        connection.rollback();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(autoCommit);
      }
    }
  }
}
