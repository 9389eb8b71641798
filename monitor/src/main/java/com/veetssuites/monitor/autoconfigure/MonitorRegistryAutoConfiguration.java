package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.micrometer.MonitorRegistry;
import io.micrometer.core.instrument.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** A registry beside those that the application has, before Spring Boot puts them together. */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
    beforeName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
    })
@ConditionalOnClass(Clock.class)
@ConditionalOnBean(Clock.class)
@ConditionalOnProperty(name = "veets.monitor.enabled", havingValue = "true", matchIfMissing = true)
public final class MonitorRegistryAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  MonitorRegistry monitorRegistry(
      Clock clock,
      @Value("${management.observations.http.server.requests.name:http.server.requests}")
          String requests) {
    return new MonitorRegistry(requests, clock);
  }
}
