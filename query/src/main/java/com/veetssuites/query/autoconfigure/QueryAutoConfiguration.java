package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.LogQueries;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.QueryScopes.ClosedScopes;
import com.veetssuites.query.StatementStore;
import com.veetssuites.query.jdbc.StatementRecorder;
import com.veetssuites.query.spring.LogQueriesInterceptor;
import com.veetssuites.query.spring.QueryScopeFilter;
import com.veetssuites.query.spring.ServerTiming;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration;
import net.ttddyy.observation.boot.autoconfigure.ProxyDataSourceBuilderCustomizer;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/** Counts and times the statements of the application, and says who runs them. */
@AutoConfiguration(before = DataSourceObservationAutoConfiguration.class)
@ConditionalOnClass({DataSourceObservationAutoConfiguration.class, QueryExecutionListener.class})
@ConditionalOnProperty(name = "veets.query.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(QueryProperties.class)
public final class QueryAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  StatementStore statementStore(QueryProperties properties, ObjectProvider<Clock> clock) {
    return new StatementStore(
        properties.statements().most(),
        Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC));
  }

  @Bean
  @ConditionalOnMissingBean
  QueryScopes queryScopes(QueryProperties properties, ObjectProvider<ClosedScopes> listeners) {
    return new QueryScopes(
        properties.logAbove(), properties.debug(), listeners.orderedStream().toList());
  }

  /** First, so that what other listeners do after a statement is not taken for its time. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  StatementRecorder statementRecorder(StatementStore store) {
    return new StatementRecorder(store);
  }

  /** Last, so that what others want to see of results is known. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  ProxyDataSourceBuilderCustomizer statementRows(StatementRecorder recorder) {
    return (builder, source, beanName, name) -> recorder.countRows(builder);
  }

  /** With Spring's advice for methods. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({Advisor.class, MethodInterceptor.class})
  static class Methods {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor logQueriesAdvisor(
        ObjectProvider<QueryScopes> scopes, ObjectProvider<QueryProperties> properties) {
      // Made with the first call, for the advisor is there before other beans.
      Supplier<LogQueriesInterceptor> made =
          SingletonSupplier.of(() ->
              new LogQueriesInterceptor(scopes.getObject(), properties.getObject().logAbove()));
      MethodInterceptor interceptor = invocation -> made.get().invoke(invocation);
      return new DefaultPointcutAdvisor(
          new ComposablePointcut(AnnotationMatchingPointcut.forClassAnnotation(LogQueries.class))
              .union(AnnotationMatchingPointcut.forMethodAnnotation(LogQueries.class)),
          interceptor);
    }
  }

  /** In a web application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass(FilterRegistrationBean.class)
  static class Web {

    /** Behind cached answers, before whatever asks the database who the caller is. */
    @Bean
    FilterRegistrationBean<QueryScopeFilter> queryScopeFilter(QueryScopes scopes) {
      FilterRegistrationBean<QueryScopeFilter> registration =
          new FilterRegistrationBean<>(new QueryScopeFilter(scopes));
      registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
      return registration;
    }

    @Bean
    ServerTiming queryServerTiming(QueryProperties properties) {
      return new ServerTiming(properties.debug() ? "everybody" : properties.serverTiming());
    }
  }
}
