package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.spring.AutomaticQueries;
import com.veetssuites.cache.spring.CacheAnnotations;
import com.veetssuites.cache.spring.CachedMethods;
import com.veetssuites.cache.spring.CachedQueries;
import com.veetssuites.cache.spring.TieredCacheManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Spring's cache annotations over the cache, with what Spring's own way of filling leaves open.
 * They need no {@link EnableCaching}: an annotation that does nothing unless something is enabled
 * elsewhere is a trap.
 */
@AutoConfiguration(after = SpringCacheAutoConfiguration.class)
@ConditionalOnBean(TieredCacheManager.class)
public final class CacheAnnotationsAutoConfiguration {

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static CacheAnnotations cacheAnnotations(
      ObjectProvider<TieredCaches> caches, ObjectProvider<TieredCacheManager> manager) {
    return new CacheAnnotations(caches::getObject, manager::getObject);
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static CachedQueries cachedQueries(ObjectProvider<TieredCaches> caches) {
    return new CachedQueries(caches::getObject);
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  @ConditionalOnBooleanProperty("veets.cache.query.automatic")
  static AutomaticQueries automaticQueries(
      ObjectProvider<TieredCaches> caches, CacheProperties properties) {
    CacheProperties.Query query = properties.query();
    return new AutomaticQueries(
        caches::getObject, query.threshold(), query.calls(), query.timeToLive(), query.most());
  }

  @Bean
  static CachedMethods cachedMethods(
      ConfigurableListableBeanFactory beans, TieredCacheManager manager, CachedQueries queries) {
    return new CachedMethods(beans, manager, queries);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(CacheInterceptor.class)
  @EnableCaching(proxyTargetClass = true)
  static class Enabled {}
}
