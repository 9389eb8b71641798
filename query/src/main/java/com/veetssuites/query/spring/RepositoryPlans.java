package com.veetssuites.query.spring;

import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.RepositoryDefinition;
import org.springframework.data.repository.core.support.AbstractRepositoryMetadata;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/** The plans of repositories of Spring Data, whose annotations are on an interface. */
public final class RepositoryPlans implements BeanPostProcessor {

  private final Supplier<PlannedMethods> methods;

  public RepositoryPlans(Supplier<PlannedMethods> methods) {
    this.methods = methods;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof RepositoryFactoryBeanSupport<?, ?, ?> repository) {
      repository.addRepositoryFactoryCustomizer(factory ->
          factory.addRepositoryProxyPostProcessor((proxy, information) -> {
            Class<?> type = information.getRepositoryInterface();
            if (planned(type)) {
              proxy.addAdvice(
                  new FetchPlanInterceptor(methods.get(), type, information.getDomainType()));
            }
          }));
    }
    return bean;
  }

  private static boolean planned(Class<?> type) {
    return PlannedMethods.candidate(type)
        && !MethodIntrospector.selectMethods(
                type,
                (MethodIntrospector.MetadataLookup<Method>)
                    method -> PlannedMethods.planned(type, method) ? method : null)
            .isEmpty();
  }

  /** The entity of a repository; null of what is none. */
  public static @Nullable Class<?> domain(Class<?> type) {
    return type.isInterface()
            && (Repository.class.isAssignableFrom(type)
                || type.isAnnotationPresent(RepositoryDefinition.class))
        ? AbstractRepositoryMetadata.getMetadata(type).getDomainType()
        : null;
  }
}
