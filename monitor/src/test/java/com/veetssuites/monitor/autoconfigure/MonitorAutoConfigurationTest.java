package com.veetssuites.monitor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.History;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.Node;
import com.veetssuites.monitor.micrometer.MonitorRegistry;
import com.veetssuites.monitor.runtime.PoolCollector;
import com.veetssuites.testing.PostgresExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The monitor in an application that brings more or less of what it watches. */
@Timeout(120)
class MonitorAutoConfigurationTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MetricsAutoConfiguration.class,
                  MonitorRegistryAutoConfiguration.class,
                  CompositeMeterRegistryAutoConfiguration.class,
                  SimpleMetricsExportAutoConfiguration.class,
                  MonitorAutoConfiguration.class,
                  AlertAutoConfiguration.class,
                  MonitorEndpointAutoConfiguration.class));

  @Test
  void without_anything_else_a_node_measures_itself() {
    application.run(context -> {
      assertThat(context).hasSingleBean(Monitor.class).hasSingleBean(Figures.class);
      assertThat(context).doesNotHaveBean(History.class).doesNotHaveBean(MonitorEndpoint.class);
      assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(MonitorRegistry.class);
      Node node = context.getBean(Node.class);
      assertThat(node.role()).isEqualTo("worker");
      assertThat(node.name()).endsWith("-" + ProcessHandle.current().pid());
      assertThat(context.getBean(MonitorLifecycle.class).isRunning()).isTrue();
    });
  }

  @Test
  void a_registry_of_the_application_stays_and_both_are_recorded_to() {
    application
        .withBean("other", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
        .run(context -> {
          context.getBean(MeterRegistry.class).counter("books").increment();
          assertThat(context.getBean("other", MeterRegistry.class).get("books").counter().count())
              .isEqualTo(1);
          assertThat(context.getBean(MonitorRegistry.class).get("books").counter().count())
              .isEqualTo(1);
        });
  }

  @Test
  void with_a_database_there_is_a_history() {
    application
        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
        .withPropertyValues("spring.datasource.url=" + PostgresExtension.createDatabase())
        .run(context -> {
          assertThat(context).hasSingleBean(History.class).hasSingleBean(PoolCollector.class);
          assertThat(context.getBean(Monitor.class).history())
              .isSameAs(context.getBean(History.class));
        });
  }

  @Test
  void history_can_be_turned_off() {
    application
        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
        .withPropertyValues(
            "spring.datasource.url=" + PostgresExtension.createDatabase(),
            "veets.monitor.history.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(History.class));
  }

  /** A database that is away keeps nobody from starting. */
  @Test
  void it_starts_without_its_database() {
    application
        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
        .withPropertyValues(
            "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
            "spring.datasource.hikari.connection-timeout=250")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(Figures.class).nodes()).hasSize(1);
        });
  }

  @Test
  void what_the_application_defines_is_taken() {
    Node node = new Node("mine", "server", "7", Instant.EPOCH);
    Clock clock = Clock.systemUTC();
    Monitor monitor = new Monitor(node, List.of(), clock, null);
    application
        .withBean(Node.class, () -> node)
        .withBean(Monitor.class, () -> monitor)
        .withBean(Figures.class, () -> new Figures(monitor, clock))
        .run(context -> assertThat(context.getBean(Monitor.class).node()).isEqualTo(node));
  }

  @Test
  void it_can_be_turned_off() {
    application
        .withPropertyValues("veets.monitor.enabled=false")
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(Monitor.class)
                .doesNotHaveBean(MonitorRegistry.class)
                .doesNotHaveBean(Collector.class)
                .doesNotHaveBean(DataSource.class));
  }

  @Test
  void the_node_has_the_name_that_it_is_given() {
    application
        .withPropertyValues("veets.monitor.node=server-1", "spring.application.version=1.2")
        .run(context -> {
          assertThat(context.getBean(Node.class).name()).isEqualTo("server-1");
          assertThat(context.getBean(Node.class).version()).isEqualTo("1.2");
        });
  }

  @Test
  void a_setting_that_there_is_not_fails_the_start() {
    application
        .withPropertyValues("veets.monitor.histroy.enabled=false")
        .run(context -> assertThat(context).hasFailed());
  }
}
