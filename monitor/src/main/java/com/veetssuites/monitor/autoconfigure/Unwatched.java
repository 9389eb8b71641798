package com.veetssuites.monitor.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.util.ClassUtils;

/**
 * The application's pool without those who listen to its statements: what the monitor asks is not
 * the application's doing. The application's own data source where it is no HikariCP pool.
 */
final class Unwatched {

  private static final boolean HIKARI =
      ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", Unwatched.class.getClassLoader());

  private Unwatched() {}

  static DataSource behind(DataSource source) {
    try {
      return HIKARI && Pool.is(source) ? Pool.of(source) : source;
    } catch (SQLException e) {
      return source;
    }
  }

  /** Apart, for applications without this pool. */
  private static final class Pool {

    static boolean is(DataSource source) throws SQLException {
      return source.isWrapperFor(HikariDataSource.class);
    }

    static DataSource of(DataSource source) throws SQLException {
      return source.unwrap(HikariDataSource.class);
    }
  }
}
