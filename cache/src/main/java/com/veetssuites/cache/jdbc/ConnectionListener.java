package com.veetssuites.cache.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.proxy.ProxyJdbcObject;
import org.jspecify.annotations.Nullable;

/**
 * Follows connections from their opening through each begin, commit and rollback to their close.
 */
final class ConnectionListener implements MethodExecutionListener {

  private final JdbcTransactions transactions;

  /** By the identifier of the proxy; as many as the application has open. */
  private final Map<String, OpenTransaction> open = new ConcurrentHashMap<>();

  ConnectionListener(JdbcTransactions transactions) {
    this.transactions = transactions;
  }

  @Nullable OpenTransaction open(String connectionId) {
    return open.get(connectionId);
  }

  @Override
  public void beforeMethod(MethodExecutionContext context) {
    if (!(context.getTarget() instanceof Connection connection)) {
      return;
    }
    OpenTransaction transaction = open.get(context.getConnectionInfo().getConnectionId());
    if (transaction == null) {
      return;
    }
    switch (context.getMethod().getName()) {
      case "commit" -> transactions.committing(transaction);
      case "setAutoCommit" -> {
        if (endsTransaction(connection, context.getMethodArgs())) {
          transactions.committing(transaction);
        }
      }
      case "createStatement", "prepareStatement" -> updatable(transaction, context);
      case "unwrap" -> unwrapped(transaction, context.getMethodArgs());
      default -> {}
    }
  }

  @Override
  public void afterMethod(MethodExecutionContext context) {
    Object target = context.getTarget();
    String name = context.getMethod().getName();
    if (target instanceof DataSource && name.equals("getConnection")) {
      opened(context);
    } else if (target instanceof Connection) {
      OpenTransaction transaction = open.get(context.getConnectionInfo().getConnectionId());
      if (transaction != null) {
        ended(transaction, name, context);
      }
    }
  }

  private void opened(MethodExecutionContext context) {
    if (context.getThrown() == null && context.getResult() instanceof ProxyJdbcObject proxy) {
      OpenTransaction transaction =
          new OpenTransaction((Connection) proxy.getTarget(), Caller.current(), transactions.now());
      open.put(context.getConnectionInfo().getConnectionId(), transaction);
      transaction.opener.open.add(transaction);
    }
  }

  private void ended(OpenTransaction transaction, String method, MethodExecutionContext context) {
    boolean certain = context.getThrown() == null;
    switch (method) {
      case "commit" -> transactions.committed(transaction, certain);
      case "setAutoCommit" -> {
        if (transaction.commit != null) {
          transactions.committed(transaction, certain);
        } else if (!transaction.dirty()) {
          transaction.began = transactions.now();
          transaction.placed = false;
        }
      }
      case "rollback" -> {
        if (context.getMethodArgs() == null || context.getMethodArgs().length == 0) {
          transaction.clean(transactions.now());
        }
      }
      case "close", "abort" -> closed(transaction, context);
      default -> {}
    }
  }

  /** A connection that is closed in the middle of a transaction has not committed it. */
  private void closed(OpenTransaction transaction, MethodExecutionContext context) {
    open.remove(context.getConnectionInfo().getConnectionId());
    transaction.opener.open.remove(transaction);
    Marks unseen = transaction.unseen();
    if (!unseen.isEmpty()) {
      transactions.publish(unseen.tags());
    }
    transaction.clean(transactions.now());
  }

  /**
   * A driver's own object can do what no listener sees, with this connection, until it is closed.
   */
  private static void unwrapped(OpenTransaction transaction, Object @Nullable [] args) {
    if (args != null
        && args.length == 1
        && args[0] instanceof Class<?> wanted
        && !wanted.getName().startsWith("java.sql.")) {
      transaction.unwrapped();
    }
  }

  private static void updatable(OpenTransaction transaction, MethodExecutionContext context) {
    Object[] args = context.getMethodArgs();
    if (args == null) {
      return;
    }
    int kind = context.getMethod().getName().equals("createStatement") ? 1 : 2;
    if (args.length > kind
        && args[kind] instanceof Integer concurrency
        && concurrency == ResultSet.CONCUR_UPDATABLE) {
      transaction.unwrapped();
    }
  }

  private static boolean endsTransaction(Connection connection, Object @Nullable [] args) {
    try {
      return args != null && Boolean.TRUE.equals(args[0]) && !connection.getAutoCommit();
    } catch (SQLException e) {
      return false;
    }
  }
}
