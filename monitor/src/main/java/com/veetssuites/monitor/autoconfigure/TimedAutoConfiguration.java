package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.micrometer.MonitorRegistry;
import com.veetssuites.monitor.spring.TimedInterceptor;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * Times methods annotated {@code @Timed}, unless Micrometer's aspect is there, which needs AspectJ
 * and a setting.
 */
@AutoConfiguration(
    after = MonitorRegistryAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAspectsAutoConfiguration")
@ConditionalOnClass({Advisor.class, MethodInterceptor.class, Timed.class})
@ConditionalOnBean(MonitorRegistry.class)
@ConditionalOnMissingBean(type = "io.micrometer.core.aop.TimedAspect")
public final class TimedAutoConfiguration {

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor timedAdvisor(ObjectProvider<MeterRegistry> registry) {
    // Asked with the first call, for the advisor is there before other beans.
    var interceptor = new TimedInterceptor(SingletonSupplier.of(registry::getObject)::obtain);
    return new DefaultPointcutAdvisor(
        new ComposablePointcut(AnnotationMatchingPointcut.forClassAnnotation(Timed.class))
            .union(AnnotationMatchingPointcut.forMethodAnnotation(Timed.class)),
        interceptor);
  }
}
