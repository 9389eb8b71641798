package com.veetssuites.query.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import org.springframework.util.ClassUtils;

/**
 * The data source behind those who listen: what this module asks the database itself is not the
 * application's, neither to be counted nor to invalidate what a cache keeps.
 */
final class Unwatched {

  private static final boolean HIKARI =
      ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", Unwatched.class.getClassLoader());

  private Unwatched() {}

  static DataSource behind(DataSource source) {
    try {
      if (HIKARI && Pool.is(source)) {
        return Pool.of(source);
      }
      DataSource plain = source;
      while (plain.isWrapperFor(ProxyDataSource.class)) {
        plain = plain.unwrap(ProxyDataSource.class).getDataSource();
      }
      return plain;
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
