package com.veetssuites.response.autoconfigure;

import com.veetssuites.response.ResponseCache;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint of the response cache, where there is Actuator and the endpoint is exposed. */
@AutoConfiguration(after = ResponseCacheAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(ResponseCache.class)
public final class ResponseCacheEndpointAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnAvailableEndpoint
  ResponseCacheEndpoint responseCacheEndpoint(ResponseCache cache) {
    return new ResponseCacheEndpoint(cache);
  }
}
