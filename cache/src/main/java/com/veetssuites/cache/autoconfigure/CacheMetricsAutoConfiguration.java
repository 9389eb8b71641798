package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.micrometer.CacheMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of the cache, where there is Micrometer; Boot binds them to its registries. */
@AutoConfiguration(after = CacheAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(TieredCaches.class)
public final class CacheMetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  CacheMeters cacheMeters(TieredCaches caches) {
    return new CacheMeters(caches);
  }
}
