package com.veetssuites.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests: one server a JVM, started on first use and stopped with it.
 *
 * <p>The server runs without {@code fsync}: it is thrown away with the test. With {@code
 * TEST_DATABASE_URL} (a JDBC URL with credentials of a superuser) in the environment, that server
 * is used instead.
 */
public final class PostgresExtension implements ParameterResolver {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  /** Creates an empty database and returns its JDBC URL, credentials included. */
  public static String createDatabase() {
    String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
    try (Connection connection = administration().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create database " + name, e);
    }
    String external = System.getenv("TEST_DATABASE_URL");
    return external == null
        ? start().getJdbcUrl("postgres", name)
        : external.replaceFirst("(://[^/]+/)[^?]*", "$1" + name);
  }

  private static DataSource administration() {
    String external = System.getenv("TEST_DATABASE_URL");
    if (external == null) {
      return start().getPostgresDatabase();
    }
    var source = new PGSimpleDataSource();
    source.setUrl(external);
    return source;
  }

  private static synchronized EmbeddedPostgres start() {
    if (server == null) {
      try {
        EmbeddedPostgres started =
            EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  try {
                    started.close();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
        server = started;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot start PostgreSQL for the tests", e);
      }
    }
    return server;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DataSource.class;
  }

  /** A data source of an empty database of its own. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var source = new PGSimpleDataSource();
    source.setUrl(createDatabase());
    return source;
  }
}
