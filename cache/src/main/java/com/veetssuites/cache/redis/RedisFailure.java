package com.veetssuites.cache.redis;

import org.jspecify.annotations.Nullable;

/** One command got no answer in time, or an error. The message tells no password. */
final class RedisFailure extends Exception {
  RedisFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
