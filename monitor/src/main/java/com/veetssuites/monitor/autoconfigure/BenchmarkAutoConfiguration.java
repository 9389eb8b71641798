package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.benchmark.Benchmark;
import com.veetssuites.monitor.benchmark.CacheSteps;
import com.veetssuites.monitor.benchmark.DatabaseSteps;
import com.veetssuites.monitor.benchmark.Step;
import com.veetssuites.monitor.benchmark.TaskSteps;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskType;
import com.veetssuites.task.TaskTypes;
import com.veetssuites.task.Tasks;
import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The benchmark of whatever the application has, and its endpoint where that is exposed. */
@AutoConfiguration(after = MonitorAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Monitor.class)
public final class BenchmarkAutoConfiguration {

  @Bean
  @ConditionalOnAvailableEndpoint
  @ConditionalOnMissingBean
  BenchmarkEndpoint benchmarkEndpoint(
      Monitor monitor, ObjectProvider<Step.Source> sources, ObjectProvider<Clock> clock) {
    return new BenchmarkEndpoint(
        new Benchmark(
            monitor.node().name(),
            sources.orderedStream().toList(),
            Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC)));
  }

  /** With a database. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(DataSource.class)
  @ConditionalOnSingleCandidate(DataSource.class)
  static class Database {

    @Bean
    @Order(1)
    DatabaseSteps databaseSteps(DataSource source) {
      return new DatabaseSteps(source);
    }
  }

  /** With the cache module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(TieredCaches.class)
  @ConditionalOnBean(TieredCaches.class)
  static class Cache {

    @Bean
    @Order(2)
    CacheSteps cacheSteps(TieredCaches caches) {
      return new CacheSteps(caches);
    }
  }

  /** With the task module; workers that answer no requests have to know the task as well. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Tasks.class)
  @ConditionalOnBean({Tasks.class, TaskTypes.class, TaskControl.class})
  static class BenchmarkTask {

    @Bean
    TaskType benchmarkTask() {
      return TaskSteps.type();
    }

    @Bean
    @Order(3)
    TaskSteps taskSteps(Tasks tasks, TaskControl control, TaskTypes types) {
      return new TaskSteps(tasks, control, types);
    }
  }
}
