package com.veetssuites.cache.redis;

/** Redis cannot be used as configured; the message is one sentence, without any password. */
public final class RedisUnusable extends RuntimeException {

  /**
   * A failure for the person who starts the process.
   *
   * @param message one sentence that says what is wrong and what would be right
   */
  public RedisUnusable(String message) {
    super(message);
  }
}
