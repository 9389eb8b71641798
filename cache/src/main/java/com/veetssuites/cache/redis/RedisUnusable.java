package com.veetssuites.cache.redis;

/** Redis cannot be used as configured; the message is one sentence, without any password. */
public final class RedisUnusable extends RuntimeException {
  RedisUnusable(String message) {
    super(message);
  }
}
