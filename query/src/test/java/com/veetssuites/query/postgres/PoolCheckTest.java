package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.veetssuites.testing.PostgresExtension;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PoolCheckTest {

  private static List<String> check(int sensible, int most, int open) throws Exception {
    try (Connection connection = DriverManager.getConnection(PostgresExtension.createDatabase())) {
      return new PoolCheck(sensible).check(connection, most, open);
    }
  }

  @Test
  void a_pool_that_fits_is_nothing_to_tell() throws Exception {
    assertThat(check(50, 16, 1)).isEmpty();
  }

  @Test
  void a_pool_that_the_server_does_not_allow_is_told_with_what_it_allows() throws Exception {
    assertThat(check(10_000, 1_000, 1))
        .singleElement()
        .asString()
        .contains("up to 1000 connections", "the server allows 197", "maximum-pool-size to 1");
  }

  @Test
  void a_pool_that_is_larger_than_sensible_is_told() throws Exception {
    assertThat(check(50, 51, 1)).singleElement().asString().contains("slower, not faster");
  }

  @Test
  void a_connection_that_is_held_too_long_is_told_with_who_took_it() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari.pool.ProxyLeakTask");
    logger.addAppender(log);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresExtension.createDatabase());
    config.setLeakDetectionThreshold(2_000); // the least that the pool takes
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection held = pool.getConnection()) {
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !log.list.isEmpty());
      assertThat(held.isClosed()).isFalse();
      assertThat(log.list.getFirst().getThrowableProxy().getStackTraceElementProxyArray())
          .anyMatch(frame -> frame.toString().contains("PoolCheckTest"));
    } finally {
      logger.detachAppender(log);
    }
  }
}
