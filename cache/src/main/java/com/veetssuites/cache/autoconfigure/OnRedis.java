package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.redis.RedisUnusable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether Redis is to be used: {@code veets.cache.redis.enabled}, or else {@code USE_REDIS}. */
final class OnRedis implements Condition {

  static final String DEFAULT_URL = "redis://localhost:6379/0";

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return wanted(context.getEnvironment());
  }

  static boolean wanted(Environment environment) {
    if (!environment.getProperty("veets.cache.enabled", Boolean.class, true)) {
      return false;
    }
    Boolean setting = environment.getProperty("veets.cache.redis.enabled", Boolean.class);
    return setting != null ? setting : truth(environment.getProperty("USE_REDIS"));
  }

  private static boolean truth(@Nullable String text) {
    return switch (text == null ? "" : text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off", "" -> false;
      default -> throw new RedisUnusable("USE_REDIS is true or false, not '" + text + "'.");
    };
  }

  /** The setting, the environment, or this machine. */
  static String url(Environment environment, CacheProperties.Redis redis) {
    String url = redis.url() != null ? redis.url() : environment.getProperty("REDIS_URL");
    return url == null || url.isBlank() ? DEFAULT_URL : url;
  }
}
