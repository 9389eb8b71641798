package com.veetssuites.query;

/**
 * Durations in buckets whose bounds grow by a quarter of a power of two, so that a percentile is
 * known to about 19 % from a microsecond to an hour, in a kilobyte. Not safe for many threads: its
 * owner guards it.
 */
final class Histogram {

  /** How many buckets there are. */
  static final int BUCKETS = 128;

  private static final int BITS = 2;
  private static final int STEPS = 1 << BITS;
  private static final long LEAST = 1_000;

  private final long[] counts = new long[BUCKETS];

  void record(long nanos) {
    counts[bucket(nanos)]++;
  }

  void add(long[] others) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counts[bucket] += others[bucket];
    }
  }

  long[] counts() {
    return counts.clone();
  }

  /** The duration below which this share of the recordings is, in nanoseconds; 0 for none. */
  static long percentile(long[] counts, double share) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    long rank = (long) Math.ceil(share * all);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length && all > 0; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return upperBound(bucket);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    long steps = Math.max(0, nanos) / LEAST * STEPS + Math.max(0, nanos) % LEAST * STEPS / LEAST;
    if (steps < STEPS) {
      return (int) steps;
    }
    int power = 63 - Long.numberOfLeadingZeros(steps);
    int within = (int) (steps >>> (power - BITS)) & (STEPS - 1);
    return Math.min(BUCKETS - 1, (power - BITS + 1) * STEPS + within);
  }

  private static long upperBound(int bucket) {
    int power = bucket / STEPS - 1 + BITS;
    int within = bucket % STEPS;
    if (bucket < STEPS) {
      return (within + 1) * LEAST / STEPS;
    }
    long lower = (1L << power) + ((long) within << (power - BITS));
    return (lower + (1L << (power - BITS))) * (LEAST / STEPS);
  }
}
