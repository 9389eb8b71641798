package com.veetssuites.cache.spring;

import com.veetssuites.cache.CachedQuery;
import java.lang.reflect.Method;
import java.util.Map;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;

/**
 * Looks at all methods that are cached once the program has been put together, so that what cannot
 * be cached is said at the start and not by the first call.
 */
public final class CachedMethods implements SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final TieredCacheManager manager;
  private final CachedQueries queries;

  public CachedMethods(
      ConfigurableListableBeanFactory beans, TieredCacheManager manager, CachedQueries queries) {
    this.beans = beans;
    this.manager = manager;
    this.queries = queries;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanDefinitionNames()) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null && CacheAnnotations.candidate(type)) {
        Map<Method, CacheAnnotations.Plan> plans =
            MethodIntrospector.selectMethods(
                type,
                (MethodIntrospector.MetadataLookup<CacheAnnotations.Plan>)
                    method -> CacheAnnotations.plan(method, type));
        plans.forEach((method, plan) -> plan.declare(manager, method, type));
      }
      if (type != null && CachedQueries.candidate(type)) {
        MethodIntrospector.selectMethods(
                type,
                (MethodIntrospector.MetadataLookup<CachedQuery>)
                    method -> CachedQueries.annotation(method, type))
            .keySet()
            .forEach(method -> queries.open(method, type));
      }
    }
  }
}
