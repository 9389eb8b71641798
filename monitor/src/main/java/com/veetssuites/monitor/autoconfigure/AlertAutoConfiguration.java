package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.AlertDeliveries;
import com.veetssuites.monitor.AlertRounds;
import com.veetssuites.monitor.AlertRule;
import com.veetssuites.monitor.AlertSender;
import com.veetssuites.monitor.AlertStore;
import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.History;
import com.veetssuites.monitor.InvalidAlerts;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.micrometer.AlertMeters;
import com.veetssuites.monitor.webhook.AlertWebhook;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Watches what is measured, and tells when it is beyond its limits. */
@AutoConfiguration(after = MonitorAutoConfiguration.class)
@ConditionalOnBean(Monitor.class)
@ConditionalOnProperty(
    name = "veets.monitor.alerts.enabled",
    havingValue = "true",
    matchIfMissing = true)
public final class AlertAutoConfiguration {

  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

  /** The rules that are on. */
  record Watched(List<AlertRule> rules) {}

  @Bean
  Watched alertRules(MonitorProperties properties, ObjectProvider<AlertSender> webhook) {
    return new Watched(AlertRules.of(properties.alerts(), webhook.getIfUnique() != null));
  }

  @Bean
  @ConditionalOnMissingBean
  AlertStore alertStore(ObjectProvider<History> history) {
    return AlertStore.of(history.getIfAvailable());
  }

  @Bean
  @ConditionalOnMissingBean
  Alerts alerts(Watched watched, AlertStore store, Figures figures, ObjectProvider<Clock> clock) {
    return new Alerts(watched.rules(), store, figures, clock(clock));
  }

  @Bean
  @ConditionalOnMissingBean
  AlertDeliveries alertDeliveries(
      Watched watched,
      AlertStore store,
      ApplicationEventPublisher application,
      ObjectProvider<AlertSender> webhook,
      ObjectProvider<Clock> clock) {
    return new AlertDeliveries(
        store, watched.rules(), application::publishEvent, webhook.getIfUnique(), clock(clock));
  }

  @Bean
  @ConditionalOnMissingBean
  AlertRounds alertRounds(Alerts alerts, AlertDeliveries deliveries) {
    return new AlertRounds(alerts, deliveries);
  }

  @Bean
  AlertLifecycle alertLifecycle(AlertRounds rounds) {
    return new AlertLifecycle(rounds);
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty("veets.monitor.alerts.webhook.url")
  AlertSender alertWebhook(MonitorProperties properties) {
    AlertProperties.Webhook webhook = properties.alerts().webhook();
    URI url = Objects.requireNonNull(webhook.url());
    if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
      throw new InvalidAlerts(
          "veets.monitor.alerts.webhook.url is no address; it must be one such as https://hooks.example.org/alerts.");
    }
    if (!webhook.timeout().isPositive() || webhook.timeout().compareTo(LONGEST_TIMEOUT) > 0) {
      throw new InvalidAlerts(
          "veets.monitor.alerts.webhook.timeout must be above 0 and at most 30s.");
    }
    return new AlertWebhook(url, webhook.secret(), webhook.timeout());
  }

  private static Clock clock(ObjectProvider<Clock> clock) {
    return Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC);
  }

  /** With Micrometer. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Meters {

    @Bean
    AlertMeters alertMeters(Alerts alerts) {
      return new AlertMeters(alerts);
    }
  }
}
