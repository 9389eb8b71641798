package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.FetchPlan;
import com.veetssuites.query.OptimizedResource;
import com.veetssuites.query.SuggestedPlans;
import com.veetssuites.query.hibernate.FetchIntegration;
import com.veetssuites.query.hibernate.FetchPlans;
import com.veetssuites.query.hibernate.PeerLoading;
import com.veetssuites.query.spring.BoundEntityManagers;
import com.veetssuites.query.spring.FetchPlanInterceptor;
import com.veetssuites.query.spring.PlanChecks;
import com.veetssuites.query.spring.PlannedMethods;
import com.veetssuites.query.spring.PlannedSessions;
import com.veetssuites.query.spring.RepositoryPlans;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;
import org.springframework.util.function.SingletonSupplier;

/**
 * Fetch plans, and what is read together without one. They are there whether statements are seen or
 * not, for a program that has plans may not work without them.
 */
@AutoConfiguration(
    after = QueryAutoConfiguration.class,
    before = HibernateJpaAutoConfiguration.class)
@ConditionalOnClass(
    value = {
      AbstractEntityManagerFactoryBean.class,
      HibernatePropertiesCustomizer.class,
      Advisor.class
    },
    name = "org.hibernate.Session")
@EnableConfigurationProperties(QueryProperties.class)
public final class FetchPlanAutoConfiguration {

  /** What Hibernate reads together where it is not told otherwise. */
  private static final int BATCH = 50;

  @Bean
  HibernatePropertiesCustomizer fetchSettings(
      QueryProperties properties, ObjectProvider<SuggestedPlans> suggested) {
    QueryProperties.Prefetch prefetch = properties.prefetch();
    return settings -> {
      settings.putIfAbsent("hibernate.default_batch_fetch_size", BATCH);
      if (prefetch.enabled()) {
        settings.put(PeerLoading.MOST, prefetch.most());
      }
      suggested.ifAvailable(plans -> settings.put(FetchIntegration.SUGGESTED, plans));
    };
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty("veets.query.prefetch.suggest")
  SuggestedPlans suggestedPlans() {
    return new SuggestedPlans();
  }

  @Bean
  @ConditionalOnMissingBean
  FetchPlans fetchPlans(ObjectProvider<EntityManagerFactory> factories) {
    return new FetchPlans(() -> factories.orderedStream().toList(), new BoundEntityManagers());
  }

  @Bean
  @ConditionalOnMissingBean
  PlannedMethods plannedMethods(FetchPlans plans) {
    return new PlannedMethods(plans);
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static PlannedSessions plannedSessions() {
    return new PlannedSessions();
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor fetchPlanAdvisor(ObjectProvider<PlannedMethods> methods) {
    // Made with the first call, for the advisor is there before other beans.
    Supplier<FetchPlanInterceptor> made =
        SingletonSupplier.of(() -> new FetchPlanInterceptor(methods.getObject()));
    MethodInterceptor interceptor = invocation -> made.get().invoke(invocation);
    ClassFilter beans = type -> !Proxy.isProxyClass(type); // those of repositories have their own
    return new DefaultPointcutAdvisor(
        new ComposablePointcut(new AnnotationMatchingPointcut(FetchPlan.class, true))
            .union(new AnnotationMatchingPointcut(OptimizedResource.class, true))
            .union(new AnnotationMatchingPointcut(null, FetchPlan.class, true))
            .intersection(beans),
        interceptor);
  }

  @Bean
  @ConditionalOnMissingBean
  static PlanChecks planChecks(
      ConfigurableListableBeanFactory beans,
      PlannedMethods methods,
      ObjectProvider<Domains> domains) {
    Domains known = domains.getIfAvailable(() -> type -> null);
    return new PlanChecks(beans, methods, known);
  }

  /** The entity of a repository; null of what is none. */
  interface Domains extends Function<Class<?>, @Nullable Class<?>> {}

  /** With Spring Data. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RepositoryFactoryBeanSupport.class)
  static class Repositories {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RepositoryPlans repositoryPlans(ObjectProvider<PlannedMethods> methods) {
      return new RepositoryPlans(methods::getObject);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Domains repositoryDomains() {
      return RepositoryPlans::domain;
    }
  }
}
