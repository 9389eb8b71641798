package com.veetssuites.query;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement had cost at a moment.
 *
 * @param id the same on every node for the same text
 * @param sql the normalised text
 * @param rows read or written
 * @param totalNanos all executions together, each until its first rows
 * @param minNanos 0 without calls
 * @param histogram how many executions took how long, in buckets whose bounds grow by a quarter of
 *     a power of two from a microsecond on
 * @param firstSeenMillis milliseconds of the epoch
 * @param routes what the statement ran for, most calls first
 * @param callSites where in the program it was run from, a sample, most calls first
 * @param plan how the database runs it, where that was looked at because it was slow
 */
public record StatementSnapshot(
    long id,
    String sql,
    long calls,
    long rows,
    long errors,
    long totalNanos,
    long minNanos,
    long maxNanos,
    long[] histogram,
    long firstSeenMillis,
    long lastSeenMillis,
    List<Share> routes,
    List<Share> callSites,
    @Nullable CapturedPlan plan) {

  /** How many calls a route or a place in the program has had. */
  public record Share(String name, long calls) {}

  /** The mean duration in nanoseconds; 0 without calls. */
  public long meanNanos() {
    return calls == 0 ? 0 : totalNanos / calls;
  }

  /**
   * The duration in nanoseconds that this share of the calls stayed below, to about 19 %, and never
   * above the longest.
   *
   * @param share 0.5 for the median, 0.99
   */
  public long percentileNanos(double share) {
    return Math.min(maxNanos, percentileNanos(histogram, share));
  }

  /** The same of any counts in the buckets of {@link #histogram}; 0 where they are all 0. */
  public static long percentileNanos(long[] histogram, double share) {
    return Histogram.percentile(histogram, share);
  }

  public Instant firstSeen() {
    return Instant.ofEpochMilli(firstSeenMillis);
  }

  public Instant lastSeen() {
    return Instant.ofEpochMilli(lastSeenMillis);
  }
}
