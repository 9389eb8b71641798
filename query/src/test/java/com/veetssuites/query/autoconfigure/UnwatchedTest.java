package com.veetssuites.query.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.StatementStore;
import com.veetssuites.query.jdbc.StatementRecorder;
import com.veetssuites.testing.PostgresExtension;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.Test;

class UnwatchedTest {

  @Test
  void what_the_module_asks_itself_is_seen_by_nobody_however_often_a_source_is_proxied()
      throws SQLException {
    StatementStore store = new StatementStore(10, Clock.systemUTC());
    StatementRecorder recorder = new StatementRecorder(store);
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(PostgresExtension.createDatabase());
      DataSource once = ProxyDataSourceBuilder.create(pool).listener(recorder).build();
      DataSource twice = ProxyDataSourceBuilder.create(once).listener(recorder).build();
      try (Connection connection = Unwatched.behind(twice).getConnection()) {
        connection.createStatement().execute("SELECT 1");
      }
      assertThat(store.snapshot()).isEmpty();
    }
  }
}
