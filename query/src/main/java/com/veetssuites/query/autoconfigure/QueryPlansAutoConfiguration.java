package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.StatementStore;
import com.veetssuites.query.postgres.PlanCapture;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Keeps a plan with each slow statement, where the database is a PostgreSQL. */
@AutoConfiguration(after = QueryAutoConfiguration.class)
@ConditionalOnClass(
    name = {
      "org.postgresql.Driver",
      "tools.jackson.databind.json.JsonMapper",
      "net.ttddyy.dsproxy.support.ProxyDataSource"
    })
@ConditionalOnBean(StatementStore.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnProperty(
    name = "veets.query.plans.enabled",
    havingValue = "true",
    matchIfMissing = true)
public final class QueryPlansAutoConfiguration {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueryPlansAutoConfiguration.class);

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  PlanCapture planCapture(
      DataSource source, QueryProperties properties, ObjectProvider<Clock> clock) {
    QueryProperties.Plans plans = properties.plans();
    return new PlanCapture(
        Unwatched.behind(source),
        Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC),
        new PlanCapture.Limits(plans.perStatement(), plans.between(), plans.timeout()));
  }

  /** Once the proxies are there, and only for a database that has such plans. */
  @Bean
  SmartInitializingSingleton slowStatements(
      StatementStore store, PlanCapture capture, DataSource source, QueryProperties properties) {
    return () -> {
      if (postgres(source)) {
        store.onSlow(properties.statements().slow(), capture);
      }
    };
  }

  private static boolean postgres(DataSource source) {
    try (Connection connection = source.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    } catch (SQLException e) {
      LOGGER.warn("No plans of slow statements are kept: {}", e.getMessage());
      return false;
    }
  }
}
