package com.veetssuites.query.replica;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the primary that asks, after each commit, how far the log is, for the client that
 * has written. It asks over itself, when no transaction is open: one round trip a commit.
 *
 * <p>A transaction that is not declared to read only counts as one that has written. Outside of
 * transactions, a statement does unless it is a plain {@code SELECT}: a function that writes is
 * called in a transaction.
 */
final class WatchedConnection implements InvocationHandler {

  private static final Logger LOGGER = LoggerFactory.getLogger(WatchedConnection.class);
  private static final int TIMEOUT_SECONDS = 2;
  private static final String POSITION = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";

  private final Connection connection;
  private final ClientPosition client;

  /** Something was, or is about to be, written in the open transaction, or by itself. */
  private boolean writing;

  private boolean inTransaction;

  private WatchedConnection(Connection connection, ClientPosition client) {
    this.connection = connection;
    this.client = client;
  }

  static Connection of(Connection connection, ClientPosition client) {
    return (Connection)
        Proxy.newProxyInstance(
            WatchedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new WatchedConnection(connection, client));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "prepareStatement", "prepareCall" -> {
        using(arguments == null ? "" : (String) arguments[0]);
        yield pass(connection, method, arguments);
      }
      case "createStatement" ->
          statement((Statement) Objects.requireNonNull(pass(connection, method, arguments)));
      case "commit" -> committed(method, arguments);
      case "setAutoCommit" ->
          inTransaction && arguments != null && Boolean.TRUE.equals(arguments[0])
              ? committed(method, arguments)
              : pass(connection, method, arguments);
      case "rollback" -> {
        Object result = pass(connection, method, arguments);
        if (inTransaction && (arguments == null || arguments.length == 0)) {
          writing = false;
          inTransaction = false;
          client.rolledBack();
        }
        yield result;
      }
      case "close" -> closed(method);
      case "abort" -> {
        forget();
        yield pass(connection, method, arguments);
      }
      default -> pass(connection, method, arguments);
    };
  }

  /** A statement is about to be run, or may be. */
  private void using(String sql) throws SQLException {
    if (writing) {
      return;
    }
    boolean transaction = !connection.getAutoCommit();
    if (transaction ? !connection.isReadOnly() : !reads(sql)) {
      writing = true;
      inTransaction = transaction;
      client.writing();
    }
  }

  /** Whether a statement does nothing but read, as far as its first word tells. */
  static boolean reads(String sql) {
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      } else if (Character.isWhitespace(c) || c == '(') {
        at++;
      } else {
        break;
      }
    }
    String word = sql.substring(at, Math.min(sql.length(), at + 6)).toLowerCase(Locale.ROOT);
    return (word.equals("select") || word.startsWith("show") || word.equals("values"))
        && sql.indexOf(';') < 0;
  }

  private Statement statement(Statement statement) {
    return (Statement)
        Proxy.newProxyInstance(
            WatchedConnection.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (name.equals("equals")) {
                return arguments != null && proxy == arguments[0];
              }
              if ((name.startsWith("execute") || name.equals("addBatch"))
                  && arguments != null
                  && arguments[0] instanceof String sql) {
                using(sql);
              }
              return pass(statement, method, arguments);
            });
  }

  private @Nullable Object committed(Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object result;
    try {
      result = pass(connection, method, arguments);
    } catch (Throwable e) {
      forget(); // nobody knows what became of it
      throw e;
    }
    settle();
    return result;
  }

  private @Nullable Object closed(Method method) throws Throwable {
    if (writing && connection.isClosed()) {
      forget();
    } else if (writing) {
      try {
        if (!connection.getAutoCommit()) {
          connection.rollback(); // as the pool would; a COMMIT may have been among the statements
        }
        settle();
      } catch (SQLException e) {
        forget();
      }
    }
    return pass(connection, method, null);
  }

  /** Asks how far the log is, and tells the client. */
  private void settle() {
    if (!writing) {
      return;
    }
    writing = false;
    inTransaction = false;
    try {
      client.wrote(position());
    } catch (SQLException e) {
      LOGGER.debug("The client goes to the primary for a while, for its write has no place.", e);
      client.wroteSomewhere();
    }
  }

  private long position() throws SQLException {
    boolean automatic = connection.getAutoCommit();
    if (!automatic) {
      connection.setAutoCommit(true); // no transaction is open, so this goes to no server
    }
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      try (ResultSet row = statement.executeQuery(POSITION)) {
        row.next();
        return Probe.ended(row.getLong(1));
      }
    } finally {
      if (!automatic) {
        connection.setAutoCommit(false);
      }
    }
  }

  private void forget() {
    if (writing) {
      writing = false;
      inTransaction = false;
      client.wroteSomewhere();
    }
  }

  private static @Nullable Object pass(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
