package com.veetssuites.cache.redis;

import java.time.Duration;

/**
 * How Redis is talked to.
 *
 * @param connectTimeout how long a connection may take to be made, its log-in included; 1 s
 * @param commandTimeout how long any command may take; 250 ms
 * @param snapshotTimeout how long reading the whole state of the log may take; 5 s
 * @param mostRequests commands that may wait for their answers on one connection; 4096
 * @param lenient whether the program starts without an answer of Redis, and goes on trying
 */
public record RedisSettings(
    Duration connectTimeout,
    Duration commandTimeout,
    Duration snapshotTimeout,
    int mostRequests,
    boolean lenient) {

  public RedisSettings {
    positive("connect time-out", connectTimeout);
    positive("command time-out", commandTimeout);
    positive("snapshot time-out", snapshotTimeout);
    if (mostRequests < 1) {
      throw new IllegalArgumentException("At least 1 request has to be allowed.");
    }
  }

  /** What suits a Redis in the same data centre. */
  public static RedisSettings defaults() {
    return new RedisSettings(
        Duration.ofSeconds(1), Duration.ofMillis(250), Duration.ofSeconds(5), 4096, false);
  }

  /** The same, but the program starts without Redis too. */
  public RedisSettings leniently() {
    return new RedisSettings(connectTimeout, commandTimeout, snapshotTimeout, mostRequests, true);
  }

  /** The same with another time-out of commands. */
  public RedisSettings withCommandTimeout(Duration timeout) {
    return new RedisSettings(connectTimeout, timeout, snapshotTimeout, mostRequests, lenient);
  }

  private static void positive(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(
          "The " + what + " of Redis is above zero, not " + time + ".");
    }
  }
}
