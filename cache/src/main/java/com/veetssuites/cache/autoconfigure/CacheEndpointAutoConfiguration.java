package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.TieredCaches;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoints of the cache, where there is the actuator. */
@AutoConfiguration(after = {CacheAutoConfiguration.class, CacheWarmersAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(TieredCaches.class)
public final class CacheEndpointAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnAvailableEndpoint
  TieredCachesEndpoint tieredCachesEndpoint(TieredCaches caches) {
    return new TieredCachesEndpoint(caches);
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(CacheWarmers.class)
  @ConditionalOnAvailableEndpoint
  CacheWarmUpEndpoint cacheWarmUpEndpoint(CacheWarmers warmers) {
    return new CacheWarmUpEndpoint(warmers);
  }
}
