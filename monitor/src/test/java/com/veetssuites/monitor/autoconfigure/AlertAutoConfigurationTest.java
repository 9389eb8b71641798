package com.veetssuites.monitor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.AlertSender;
import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.InvalidAlerts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Alerts in an application that has nothing but this module. */
@Timeout(60)
class AlertAutoConfigurationTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(MonitorAutoConfiguration.class, AlertAutoConfiguration.class));

  @Test
  void without_a_database_there_are_alerts_of_this_node() {
    application.run(context -> {
      assertThat(context).hasSingleBean(Alerts.class).doesNotHaveBean(AlertSender.class);
      assertThat(context.getBean(Alerts.class).rules()).hasSize(8);
      assertThat(context.getBean(Alerts.class).current()).isEmpty();
    });
  }

  @Test
  void each_rule_has_a_gauge() {
    application.run(context -> {
      MeterRegistry registry = new SimpleMeterRegistry();
      context.getBean(com.veetssuites.monitor.micrometer.AlertMeters.class).bindTo(registry);
      assertThat(registry.get("alerts.firing").tag("rule", "memory").gauge().value()).isZero();
    });
  }

  @Test
  void they_can_be_turned_off() {
    application
        .withPropertyValues("veets.monitor.alerts.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Alerts.class));
    application
        .withPropertyValues("veets.monitor.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Alerts.class));
  }

  @Test
  void a_webhook_needs_an_address() {
    application
        .withPropertyValues("veets.monitor.alerts.webhook.url=https://hooks.example.org/secret")
        .run(context -> assertThat(context).hasSingleBean(AlertSender.class));
    application
        .withPropertyValues("veets.monitor.alerts.webhook.url=hooks.example.org/secret")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOf(InvalidAlerts.class)
                .hasMessageContaining("https://")
                .message()
                .doesNotContain("secret"));
  }

  @Test
  void a_rule_that_cannot_be_meant_fails_the_start() {
    application
        .withPropertyValues("veets.monitor.alerts.rules.memory.above=lots")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessage(
                    "veets.monitor.alerts.rules.memory.above is \"lots\"; it must be a share such as"
                        + " 80% or 0.8."));
    application
        .withPropertyValues("veets.monitor.alerts.rules.memory.abov=90%")
        .run(context -> assertThat(context).hasFailed());
  }
}
