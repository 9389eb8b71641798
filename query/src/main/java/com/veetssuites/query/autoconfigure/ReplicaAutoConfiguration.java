package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.replica.ReadYourWritesFilter;
import com.veetssuites.query.replica.ReplicaAddress;
import com.veetssuites.query.replica.ReplicaAddresses;
import com.veetssuites.query.replica.ReplicaMeters;
import com.veetssuites.query.replica.ReplicaSettings;
import com.veetssuites.query.replica.Replicas;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** Sends reads to the replicas of the database, where there are some. */
@AutoConfiguration(after = QueryAutoConfiguration.class)
@ConditionalOnClass({HikariDataSource.class, LazyConnectionDataSourceProxy.class})
@Conditional(OnReplicas.class)
@EnableConfigurationProperties(QueryProperties.class)
public final class ReplicaAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  ReplicaAddresses replicaAddresses(QueryProperties properties) {
    QueryProperties.Replicas replicas = properties.replicas();
    return new ReplicaAddresses(
        replicas.urls().stream()
            .filter(url -> !url.isBlank())
            .map(url -> new ReplicaAddress(url.strip(), replicas.username(), replicas.password()))
            .toList());
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Replicas replicas(
      ReplicaAddresses addresses, QueryProperties properties, ObjectProvider<Clock> clock) {
    QueryProperties.Replicas replicas = properties.replicas();
    return new Replicas(
        addresses.list(),
        new ReplicaSettings(
            replicas.maxLag(), replicas.interval(), replicas.timeout(), replicas.maximumPoolSize()),
        Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC));
  }

  /** Before the proxy that shows statements: it has to see those on replicas too. */
  @Bean
  static Routing replicaRouting(ObjectProvider<Replicas> replicas) {
    return new Routing(replicas);
  }

  /** Spring sorts it by what is declared here. */
  record Routing(ObjectProvider<Replicas> replicas) implements BeanPostProcessor, Ordered {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return name.equals("dataSource") && bean instanceof HikariDataSource primary
          ? replicas.getObject().route(primary)
          : bean;
    }

    @Override
    public int getOrder() {
      return 0;
    }
  }

  /** With Micrometer. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterBinder.class)
  static class Meters {

    @Bean
    @ConditionalOnMissingBean
    ReplicaMeters replicaMeters(Replicas replicas) {
      return new ReplicaMeters(replicas);
    }
  }

  /** With the actuator. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
  static class Endpoints {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    QueryReplicasEndpoint queryReplicasEndpoint(Replicas replicas) {
      return new QueryReplicasEndpoint(replicas);
    }
  }

  /** In a web application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass(FilterRegistrationBean.class)
  static class Web {

    /** Around cached answers, whose loads belong to the client of the request too. */
    @Bean
    FilterRegistrationBean<ReadYourWritesFilter> readYourWritesFilter(Replicas replicas) {
      FilterRegistrationBean<ReadYourWritesFilter> registration =
          new FilterRegistrationBean<>(new ReadYourWritesFilter(replicas));
      registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
      return registration;
    }
  }
}
