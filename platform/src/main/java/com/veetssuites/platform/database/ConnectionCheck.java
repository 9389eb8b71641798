package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * One connection to the database of {@code DATABASE_URL}, made before anything depends on it, so
 * that a wrong address is one sentence within seconds and not the failure of whichever bean came
 * first.
 */
final class ConnectionCheck {

  private static final int OLDEST_VERSION = 15;
  private static final int CONNECT_SECONDS = 4;
  // A name that resolves to many silent addresses is tried address by address: this bounds them
  // together.
  private static final int TOTAL_SECONDS = 8;

  private ConnectionCheck() {}

  /**
   * Connects and leaves.
   *
   * @throws CommandFailed with a sentence that names {@code DATABASE_URL} and not the password
   */
  static void of(DatabaseUrl url) {
    var attempt = new CompletableFuture<Integer>();
    Thread.ofPlatform()
        .daemon()
        .name("database-check")
        .start(() -> {
          try {
            attempt.complete(majorVersion(url));
          } catch (SQLException | RuntimeException e) {
            attempt.completeExceptionally(e);
          }
        });
    try {
      int version = attempt.get(TOTAL_SECONDS, TimeUnit.SECONDS);
      if (version < OLDEST_VERSION) {
        throw new CommandFailed(
            "DATABASE_URL names a PostgreSQL %d at %s:%d, but VeetsSuites needs %d or newer."
                .formatted(version, url.host(), url.port(), OLDEST_VERSION));
      }
    } catch (TimeoutException e) {
      throw silent(url);
    } catch (ExecutionException e) {
      throw explain(url, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted while connecting to the database of DATABASE_URL.", e);
    }
  }

  private static int majorVersion(DatabaseUrl url) throws SQLException {
    var properties = new Properties();
    PGProperty.USER.set(properties, url.user());
    PGProperty.PASSWORD.set(properties, url.password());
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.APPLICATION_NAME.set(properties, "veetssuites");
    try (Connection connection = new Driver().connect(url.jdbcUrl(), properties)) {
      if (connection == null) {
        throw new SQLException("the JDBC driver does not understand it");
      }
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  private static CommandFailed explain(DatabaseUrl url, @Nullable Throwable failure) {
    if (caused(failure, UnknownHostException.class)) {
      return new CommandFailed(
          "DATABASE_URL names the host %s, which is not known here.".formatted(url.host()));
    }
    if (caused(failure, SocketTimeoutException.class)) {
      return silent(url);
    }
    if (caused(failure, ConnectException.class) || caused(failure, NoRouteToHostException.class)) {
      return new CommandFailed(
          "DATABASE_URL names %s:%d, where no PostgreSQL accepts connections."
              .formatted(url.host(), url.port()));
    }
    String state = failure instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
    return switch (state) {
      case "28P01", "28000" ->
          new CommandFailed(
              "DATABASE_URL names the user %s, whom the PostgreSQL at %s:%d does not let in with that password."
                  .formatted(url.user(), url.host(), url.port()));
      case "3D000" ->
          new CommandFailed(
              "DATABASE_URL names the database %s, which does not exist at %s:%d: create it, or name another."
                  .formatted(url.database(), url.host(), url.port()));
      default ->
          new CommandFailed(
              "DATABASE_URL cannot be used (%s:%d): %s"
                  .formatted(url.host(), url.port(), message(url, failure)));
    };
  }

  private static CommandFailed silent(DatabaseUrl url) {
    return new CommandFailed(
        "DATABASE_URL names %s:%d, which did not answer within %d seconds."
            .formatted(url.host(), url.port(), CONNECT_SECONDS));
  }

  private static String message(DatabaseUrl url, @Nullable Throwable failure) {
    String text = failure == null ? "" : String.valueOf(failure.getMessage());
    String line = text.lines().findFirst().orElse("");
    return url.password().isEmpty() ? line : line.replace(url.password(), "****");
  }

  private static boolean caused(@Nullable Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
