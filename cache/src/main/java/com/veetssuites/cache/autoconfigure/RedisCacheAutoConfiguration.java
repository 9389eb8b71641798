package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.RemoteStore;
import com.veetssuites.cache.redis.RedisConnections;
import com.veetssuites.cache.redis.RedisInvalidationLog;
import com.veetssuites.cache.redis.RedisSettings;
import com.veetssuites.cache.redis.RedisStore;
import io.lettuce.core.RedisClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** The invalidation log and the second level in Redis, where that is asked for. */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass(RedisClient.class)
@Conditional(OnRedis.class)
@EnableConfigurationProperties(CacheProperties.class)
public final class RedisCacheAutoConfiguration {

  /**
   * Whether these settings share the cache: {@code veets.cache.redis.enabled}, or else {@code
   * USE_REDIS}.
   */
  public static boolean wanted(Environment environment) {
    return OnRedis.wanted(environment);
  }

  @Bean
  @ConditionalOnMissingBean
  RedisConnections redisConnections(CacheProperties properties, Environment environment) {
    CacheProperties.Redis redis = properties.redis();
    RedisSettings usual = RedisSettings.defaults();
    return RedisConnections.open(
        OnRedis.url(environment, redis),
        new RedisSettings(
            redis.connectTimeout(),
            redis.commandTimeout(),
            usual.snapshotTimeout(),
            usual.mostRequests(),
            redis.lenientStart()));
  }

  /** Closed by the cache that it belongs to, as the store is. */
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean(InvalidationLog.class)
  RedisInvalidationLog redisInvalidationLog(
      RedisConnections connections, CacheProperties properties) {
    return new RedisInvalidationLog(connections, properties.namespace());
  }

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean(RemoteStore.class)
  RedisStore redisStore(RedisConnections connections, CacheProperties properties) {
    return new RedisStore(connections, properties.namespace());
  }
}
