package com.veetssuites.response.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.response.ResponseCache;
import com.veetssuites.response.ResponseCacheFilter;
import com.veetssuites.response.VerifiedPrincipals;
import com.veetssuites.response.ViewParameters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The response cache, wherever there is a cache and Spring MVC. */
@AutoConfiguration(
    afterName = {
      "com.veetssuites.cache.autoconfigure.CacheAutoConfiguration",
      "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
      "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration",
      "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RequestMappingInfoHandlerMapping.class)
@ConditionalOnBean(TieredCaches.class)
@ConditionalOnProperty(name = "veets.response.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ResponseProperties.class)
public final class ResponseCacheAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  ResponseCache responseCache(
      TieredCaches caches,
      ResponseProperties properties,
      Environment environment,
      ObjectProvider<MeterRegistry> meters) {
    return new ResponseCache(
        caches,
        properties.settings(
            environment.getProperty("spring.mvc.servlet.path"),
            environment.getProperty(
                "management.observations.http.server.requests.name", "http.server.requests"),
            caches.coherence()),
        meters.getIfUnique());
  }

  /** The handlers are known only when all beans are there; a bad view fails the start then. */
  @Bean
  SmartInitializingSingleton responseCacheViews(
      ResponseCache cache,
      ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
      ObjectProvider<ViewParameters> parameters) {
    return () -> cache.open(mappings.orderedStream().toList(), parameters.orderedStream().toList());
  }

  /**
   * Before every other filter but those that restore what a proxy has changed of the request: they
   * have the same order, and are defined earlier.
   */
  @Bean
  @ConditionalOnMissingBean(name = "responseCacheFilter")
  FilterRegistrationBean<ResponseCacheFilter> responseCacheFilter(
      ResponseCache cache, ObjectProvider<VerifiedPrincipals> principals) {
    FilterRegistrationBean<ResponseCacheFilter> registration =
        new FilterRegistrationBean<>(
            new ResponseCacheFilter(cache, principals.orderedStream().toList()));
    registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
