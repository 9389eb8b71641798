package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.RemoteStore;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The cache itself: over the invalidation log, the second level, the transactions and the clock
 * that there are as beans, and in the memory of this process without them.
 */
@AutoConfiguration
@EnableConfigurationProperties(CacheProperties.class)
public final class CacheAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  TieredCaches tieredCaches(
      CacheProperties properties,
      ObjectProvider<InvalidationLog> log,
      ObjectProvider<RemoteStore> store,
      ObjectProvider<Transactions> transactions,
      ObjectProvider<Clock> clock,
      Environment environment) {
    if (OnRedis.wanted(environment) && log.getIfAvailable() == null) {
      throw new IllegalStateException(
          "Redis is asked for (USE_REDIS or veets.cache.redis.enabled) and io.lettuce:lettuce-core"
              + " is not on the class path: add it, or say USE_REDIS=false.");
    }
    TieredCaches.Builder builder =
        TieredCaches.builder()
            .enabled(properties.enabled())
            .maxStaleness(properties.maxStaleness())
            .coherence(properties.coherence());
    if (properties.regionDefaults() != null) {
      builder.defaults(properties.regionDefaults());
    }
    properties.regions().forEach(builder::region);
    log.ifAvailable(builder::log);
    store.ifAvailable(builder::store);
    transactions.ifAvailable(builder::transactions);
    clock.ifUnique(builder::clock);
    return builder.build();
  }
}
