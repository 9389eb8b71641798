package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.postgres.PoolCheck;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/** Warns of a pool of connections that is larger than its server allows, or than makes sense. */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass({HikariDataSource.class, DataSourceAutoConfiguration.class})
@ConditionalOnBean(DataSource.class)
@ConditionalOnProperty(name = "veets.query.pool.check", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(QueryProperties.class)
public final class PoolAutoConfiguration {

  private static final Logger LOGGER = LoggerFactory.getLogger(PoolCheck.class);

  @Bean
  ApplicationListener<ApplicationReadyEvent> poolCheck(
      QueryProperties properties, ObjectProvider<DataSource> sources) {
    PoolCheck check = new PoolCheck(properties.pool().sensible());
    return ready -> sources.stream().forEach(source -> check(check, source));
  }

  private static void check(PoolCheck check, DataSource source) {
    try {
      if (!source.isWrapperFor(HikariDataSource.class)) {
        return;
      }
      HikariDataSource pool = source.unwrap(HikariDataSource.class);
      String url = pool.getJdbcUrl();
      if (url == null || !url.startsWith("jdbc:postgresql:")) {
        return;
      }
      try (Connection connection = pool.getConnection()) {
        HikariPoolMXBean control = pool.getHikariPoolMXBean();
        int open = control == null ? 1 : control.getTotalConnections();
        check.check(connection, pool.getMaximumPoolSize(), open).forEach(LOGGER::warn);
      }
    } catch (SQLException e) {
      LOGGER.debug("The pool of connections could not be compared with its server.", e);
    }
  }
}
