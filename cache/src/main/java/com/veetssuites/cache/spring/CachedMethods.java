package com.veetssuites.cache.spring;

import java.lang.reflect.Method;
import java.util.Map;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;

/**
 * Looks at all methods with cache annotations once the program has been put together, so that what
 * cannot be cached is said at the start and not by the first call.
 */
public final class CachedMethods implements SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final TieredCacheManager manager;

  public CachedMethods(ConfigurableListableBeanFactory beans, TieredCacheManager manager) {
    this.beans = beans;
    this.manager = manager;
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
    }
  }
}
