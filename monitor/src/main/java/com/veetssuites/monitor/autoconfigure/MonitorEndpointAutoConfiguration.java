package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.query.StatementStatistics;
import com.veetssuites.query.StatementStore;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint of the monitor, where there is an actuator. */
@AutoConfiguration(after = AlertAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Monitor.class)
public final class MonitorEndpointAutoConfiguration {

  /** The text of a statement by its id. */
  interface StatementTexts extends Function<String, @Nullable String> {}

  @Bean
  @ConditionalOnAvailableEndpoint
  @ConditionalOnMissingBean
  MonitorEndpoint monitorEndpoint(
      Monitor monitor,
      Figures figures,
      ObjectProvider<Alerts> alerts,
      ObjectProvider<Clock> clock,
      ObjectProvider<StatementTexts> texts) {
    StatementTexts known = texts.getIfAvailable(() -> id -> null);
    return new MonitorEndpoint(
        monitor,
        figures,
        alerts.getIfAvailable(),
        Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC),
        known);
  }

  /** With the query module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(StatementStore.class)
  @ConditionalOnBean(StatementStore.class)
  static class Statements {

    @Bean
    StatementTexts statementTexts(StatementStore store) {
      return id -> {
        if (!id.matches("[0-9a-f]{1,16}")) {
          return null; // all others together
        }
        StatementStatistics found = store.find(Long.parseUnsignedLong(id, 16));
        return found == null ? null : found.sql();
      };
    }
  }
}
