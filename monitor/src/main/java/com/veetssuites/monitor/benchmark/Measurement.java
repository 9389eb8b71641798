package com.veetssuites.monitor.benchmark;

import java.util.Arrays;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How long the rounds of one step took, in milliseconds; of each percentile the round itself, not
 * the bound of a bucket.
 *
 * @param n how many there were
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Measurement(String name, int n, double p50Ms, double p95Ms, double p99Ms) {

  /** Of durations in nanoseconds, of which there is one at least. */
  static Measurement of(String name, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Measurement(
        name, sorted.length, millis(sorted, 0.5), millis(sorted, 0.95), millis(sorted, 0.99));
  }

  private static double millis(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
  }
}
