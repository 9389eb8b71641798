package com.veetssuites.task.autoconfigure;

import com.veetssuites.task.postgres.TaskClaims;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Connections that workers have to themselves: a worker whose handlers hold all of the
 * application's must still be able to say that it lives. Not a bean of type {@code DataSource}, so
 * that nobody takes it for the application's.
 *
 * @param source made of the application's; the application's own where that is no HikariCP pool
 */
record TaskConnections(DataSource source, Runnable release) implements AutoCloseable {

  private static final boolean HIKARI =
      ClassUtils.isPresent(
          "com.zaxxer.hikari.HikariDataSource", TaskConnections.class.getClassLoader());

  static TaskConnections beside(DataSource application, int most) {
    try {
      return HIKARI && Pool.is(application)
          ? Pool.beside(application, most)
          : new TaskConnections(application, () -> {});
    } catch (SQLException e) {
      return new TaskConnections(application, () -> {});
    }
  }

  @Override
  public void close() {
    release.run();
  }

  /** Apart, for applications without this pool. */
  private static final class Pool {

    private static final long IDLE = 60_000;
    private static final String SOCKET_TIMEOUT = "socketTimeout=20"; // s

    static boolean is(DataSource source) throws SQLException {
      return source.isWrapperFor(HikariDataSource.class);
    }

    static TaskConnections beside(DataSource source, int most) throws SQLException {
      HikariDataSource original = source.unwrap(HikariDataSource.class);
      var config = new HikariConfig();
      original.copyStateTo(config);
      config.setPoolName(original.getPoolName() + "-tasks");
      config.setMetricsTrackerFactory(null); // that of the application's pool
      config.setMaximumPoolSize(most);
      config.setMinimumIdle(0);
      config.setIdleTimeout(IDLE);
      config.setInitializationFailTimeout(-1);
      config.setLeakDetectionThreshold(0); // one connection listens as long as the worker lives
      String preparation = original.getConnectionInitSql();
      config.setConnectionInitSql(
          preparation == null
              ? TaskClaims.PREPARATION
              : preparation + "; " + TaskClaims.PREPARATION);
      config.setJdbcUrl(impatient(config.getJdbcUrl()));
      config.setReadOnly(false);
      config.setAutoCommit(true);
      var pool = new HikariDataSource(config);
      return new TaskConnections(pool, pool::close);
    }

    /**
     * A connection that is cut without a word must not keep a worker from its heartbeat for long.
     * In the address, as the properties are shared with the application's pool.
     */
    private static @Nullable String impatient(@Nullable String url) {
      if (url == null || !url.startsWith("jdbc:postgresql:") || url.contains("socketTimeout=")) {
        return url;
      }
      return url + (url.contains("?") ? "&" : "?") + SOCKET_TIMEOUT;
    }
  }
}
