package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.History;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.Node;
import com.veetssuites.monitor.RouteStatements;
import com.veetssuites.monitor.cache.CacheCollector;
import com.veetssuites.monitor.micrometer.FunctionCollector;
import com.veetssuites.monitor.micrometer.MonitorRegistry;
import com.veetssuites.monitor.micrometer.RouteCollector;
import com.veetssuites.monitor.query.ScopedStatements;
import com.veetssuites.monitor.query.StatementCollector;
import com.veetssuites.monitor.runtime.DatabaseCollector;
import com.veetssuites.monitor.runtime.PoolCollector;
import com.veetssuites.monitor.runtime.RuntimeCollector;
import com.veetssuites.monitor.task.QueueCollector;
import com.veetssuites.monitor.task.TaskCollector;
import com.veetssuites.query.Findings;
import com.veetssuites.query.StatementStore;
import com.veetssuites.task.TaskControl;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Measures what an application does, with whatever of the other modules it has. */
@AutoConfiguration(
    after = MonitorRegistryAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "com.veetssuites.cache.autoconfigure.CacheAutoConfiguration",
      "com.veetssuites.query.autoconfigure.QueryAutoConfiguration",
      "com.veetssuites.query.autoconfigure.FindingsAutoConfiguration",
      "com.veetssuites.task.autoconfigure.TaskAutoConfiguration"
    })
@ConditionalOnProperty(name = "veets.monitor.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(MonitorProperties.class)
public final class MonitorAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Node monitoredNode(
      MonitorProperties properties, ApplicationContext context, ObjectProvider<Clock> clock) {
    boolean server = context.getClass().getName().contains("WebServer");
    return new Node(
        Objects.requireNonNullElseGet(properties.node(), MonitorAutoConfiguration::processName),
        server ? "server" : "worker",
        context.getEnvironment().getProperty("spring.application.version", ""),
        clock(clock).instant());
  }

  @Bean
  @ConditionalOnMissingBean
  Monitor monitor(
      Node node,
      ObjectProvider<Collector> collectors,
      ObjectProvider<Clock> clock,
      ObjectProvider<History> history) {
    return new Monitor(
        node, collectors.orderedStream().toList(), clock(clock), history.getIfAvailable());
  }

  @Bean
  @ConditionalOnMissingBean
  Figures figures(Monitor monitor, ObjectProvider<Clock> clock) {
    return new Figures(monitor, clock(clock));
  }

  @Bean
  MonitorLifecycle monitorLifecycle(Monitor monitor) {
    return new MonitorLifecycle(monitor);
  }

  @Bean
  RuntimeCollector runtimeCollector(Node node) {
    return new RuntimeCollector(node.name(), new File("").getAbsoluteFile());
  }

  private static Clock clock(ObjectProvider<Clock> clock) {
    return Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC);
  }

  private static String processName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    return host + "-" + ProcessHandle.current().pid();
  }

  /** With Micrometer. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnBean(MonitorRegistry.class)
  static class Meters {

    @Bean
    RouteCollector routeCollector(
        MonitorRegistry registry,
        ObjectProvider<RouteStatements> statements,
        MonitorProperties properties) {
      List<String> ignored = properties.ignoredPaths().stream().map(path -> " " + path).toList();
      return new RouteCollector(
          registry,
          statements.getIfAvailable(() -> RouteStatements.NONE),
          route -> ignored.stream().anyMatch(route::contains));
    }

    @Bean
    FunctionCollector functionCollector(MonitorRegistry registry) {
      return new FunctionCollector(registry);
    }
  }

  /** With a database. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(DataSource.class)
  @ConditionalOnSingleCandidate(DataSource.class)
  static class Database {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(
        name = "veets.monitor.history.enabled",
        havingValue = "true",
        matchIfMissing = true)
    History monitorHistory(DataSource source, MonitorProperties properties) {
      return new History(
          Unwatched.behind(source),
          properties.history().createTables(),
          properties.history().maxSeries());
    }

    @Bean
    DatabaseCollector databaseCollector(Node node, DataSource source) {
      return new DatabaseCollector(node.name(), Unwatched.behind(source));
    }

    /** With the pool that is known. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HikariDataSource.class)
    static class Pool {

      @Bean
      PoolCollector poolCollector(Node node, DataSource source) {
        return new PoolCollector(node.name(), () -> pool(source));
      }

      private static @Nullable HikariDataSource pool(DataSource source) {
        try {
          return source.isWrapperFor(HikariDataSource.class)
              ? source.unwrap(HikariDataSource.class)
              : null;
        } catch (SQLException e) {
          return null;
        }
      }
    }
  }

  /** With the cache module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(TieredCaches.class)
  @ConditionalOnBean(TieredCaches.class)
  static class Caches {

    @Bean
    CacheCollector cacheCollector(Node node, TieredCaches caches) {
      return new CacheCollector(node.name(), caches);
    }
  }

  /** With the query module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(StatementStore.class)
  @ConditionalOnBean(StatementStore.class)
  static class Statements {

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ScopedStatements scopedStatements() {
      return new ScopedStatements();
    }

    @Bean
    StatementCollector statementCollector(
        Node node, StatementStore store, ObjectProvider<Findings> findings) {
      return new StatementCollector(node.name(), store, findings.getIfAvailable());
    }
  }

  /** With the task module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(TaskControl.class)
  @ConditionalOnBean(TaskControl.class)
  static class TaskQueues {

    @Bean
    TaskCollector taskCollector() {
      return new TaskCollector();
    }

    @Bean
    QueueCollector queueCollector(TaskControl control) {
      return new QueueCollector(control);
    }
  }
}
