package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.spring.TieredCacheManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;

/** Spring's cache manager over the cache. */
@AutoConfiguration(
    after = CacheAutoConfiguration.class,
    beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnClass(CacheManager.class)
@ConditionalOnBean(TieredCaches.class)
public final class SpringCacheAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(CacheManager.class)
  TieredCacheManager cacheManager(TieredCaches caches, CacheProperties properties) {
    return new TieredCacheManager(caches, properties.mostCaches());
  }
}
