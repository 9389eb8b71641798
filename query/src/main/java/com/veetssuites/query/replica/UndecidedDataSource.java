package com.veetssuites.query.replica;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that are opened when their first statement is due, also for those who ask each new
 * connection for its address, as observations do: until then, that is the primary's.
 */
final class UndecidedDataSource extends DelegatingDataSource {

  private final DataSource lazy;
  private final HikariDataSource primary;

  UndecidedDataSource(DataSource lazy, HikariDataSource primary) {
    super(lazy);
    this.lazy = lazy;
    this.primary = primary;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return proxy(Connection.class, new Undecided(lazy.getConnection()));
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return proxy(Connection.class, new Undecided(lazy.getConnection(username, password)));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            UndecidedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object pass(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private final class Undecided implements InvocationHandler {

    private final Connection connection;
    private boolean decided;

    Undecided(Connection connection) {
      this.connection = connection;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      switch (method.getName()) {
        case "equals" -> {
          return arguments != null && proxy == arguments[0];
        }
        case "hashCode" -> {
          return System.identityHashCode(proxy);
        }
        case "getMetaData" -> {
          if (!decided) {
            return proxy(DatabaseMetaData.class, this::metaData);
          }
        }
        case "prepareStatement", "prepareCall", "createStatement" -> decided = true;
        default -> {}
      }
      return pass(connection, method, arguments);
    }

    private @Nullable Object metaData(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      return switch (method.getName()) {
        case "getURL" -> primary.getJdbcUrl();
        case "getUserName" -> primary.getUsername();
        default -> {
          decided = true;
          yield pass(connection.getMetaData(), method, arguments);
        }
      };
    }
  }
}
