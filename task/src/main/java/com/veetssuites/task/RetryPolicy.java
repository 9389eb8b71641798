package com.veetssuites.task;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a failed task is tried again: exponential backoff with jitter, so that what failed together
 * does not come back together.
 *
 * @param maxRetries tries after the first one; at most 100, as every failure is kept
 * @param backoff before the first retry
 * @param multiplier for each further one; at least 1
 * @param maxBackoff the longest wait
 */
public record RetryPolicy(
    int maxRetries, Duration backoff, double multiplier, Duration maxBackoff) {

  private static final int MOST = 100;
  private static final double JITTER = 0.2;

  public RetryPolicy {
    if (maxRetries < 0 || maxRetries > MOST) {
      throw new InvalidTasks(
          "maxRetries is %d; it must be from 0 to %d.".formatted(maxRetries, MOST));
    }
    if (!(multiplier >= 1 && multiplier <= MOST)) {
      throw new InvalidTasks(
          "backoffMultiplier is %s; it must be from 1 to %d.".formatted(multiplier, MOST));
    }
    Durations.requireWait(backoff);
    Durations.requireWait(maxBackoff);
  }

  /**
   * The wait before the next try: a fifth more or less than {@code backoff × multiplier^failed},
   * and never more than the longest.
   *
   * @param failed how often it has been tried again already
   */
  Duration delay(int failed, RandomGenerator random) {
    double wait = backoff.toMillis() * Math.pow(multiplier, failed);
    double spread = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) Math.min(wait * spread, maxBackoff.toMillis()));
  }
}
