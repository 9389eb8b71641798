package com.veetssuites.platform.health;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The components in {@code /actuator/health}, where groups are made of them by their names. */
@Configuration(proxyBeanMethods = false)
class ActuatorHealth {

  @Bean
  HealthIndicator databaseHealthIndicator(Probes probes, DatabaseComponent database) {
    return probes.indicator(database);
  }

  @Bean
  HealthIndicator cacheHealthIndicator(Probes probes, CacheComponent cache) {
    return probes.indicator(cache);
  }

  @Bean
  HealthIndicator tasksHealthIndicator(Probes probes, TasksComponent tasks) {
    return probes.indicator(tasks);
  }
}
