package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.TieredCaches;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The warmers that there are as beans, and their run after the start. */
@AutoConfiguration(after = CacheAutoConfiguration.class)
@ConditionalOnBean(TieredCaches.class)
public final class CacheWarmersAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  CacheWarmers cacheWarmers(
      TieredCaches caches, ObjectProvider<CacheWarmer> warmers, CacheProperties properties) {
    return new CacheWarmers(caches, warmers.orderedStream().toList(), properties.warmParallelism());
  }

  @Bean
  WarmOnStart warmOnStart(CacheWarmers warmers, CacheProperties properties) {
    return new WarmOnStart(warmers, properties.warmOnStart());
  }
}
