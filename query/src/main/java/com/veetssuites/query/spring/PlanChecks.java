package com.veetssuites.query.spring;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodIntrospector;

/**
 * Holds all plans that are written down against the model when the application starts, before it
 * serves anybody. By then Hibernate may still be starting beside the rest; it is waited for only
 * when there is a plan.
 */
public final class PlanChecks implements SmartLifecycle {

  private final ConfigurableListableBeanFactory beans;
  private final PlannedMethods methods;
  private final Function<Class<?>, @Nullable Class<?>> domain;
  private volatile boolean running;

  /**
   * @param domain the entity of a repository; null of what is none
   */
  public PlanChecks(
      ConfigurableListableBeanFactory beans,
      PlannedMethods methods,
      Function<Class<?>, @Nullable Class<?>> domain) {
    this.beans = beans;
    this.methods = methods;
    this.domain = domain;
  }

  @Override
  public void start() {
    for (String name : beans.getBeanDefinitionNames()) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null && PlannedMethods.candidate(type)) {
        check(type);
      }
    }
    running = true;
  }

  private void check(Class<?> type) {
    Map<Method, Boolean> planned =
        MethodIntrospector.selectMethods(
            type,
            (MethodIntrospector.MetadataLookup<Boolean>)
                method -> PlannedMethods.planned(type, method) ? true : null);
    planned.keySet().forEach(method -> methods.of(type, method, domain.apply(type)));
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server, which starts at {@code DEFAULT_PHASE - 2048}. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 4096;
  }
}
