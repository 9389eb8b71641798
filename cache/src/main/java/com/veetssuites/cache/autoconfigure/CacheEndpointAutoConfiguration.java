package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint of the cache, where there is the actuator. */
@AutoConfiguration(after = CacheAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(TieredCaches.class)
@ConditionalOnAvailableEndpoint(endpoint = TieredCachesEndpoint.class)
public final class CacheEndpointAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  TieredCachesEndpoint tieredCachesEndpoint(TieredCaches caches) {
    return new TieredCachesEndpoint(caches);
  }
}
