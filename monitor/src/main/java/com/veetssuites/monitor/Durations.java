package com.veetssuites.monitor;

import java.util.Arrays;

/**
 * How many durations were how long: buckets whose bounds grow by a quarter of a power of two from a
 * microsecond to half an hour. A percentile is never told too short, and at most a quarter too long
 * (19 % on average; a quarter of a microsecond below one). It never changes; the empty buckets take
 * no room.
 */
public final class Durations {

  /** How many buckets there can be. */
  public static final int BUCKETS = 128;

  public static final Durations NONE = new Durations(new byte[0], new long[0]);

  private static final long UNIT = 250; // ns: a quarter of the first microsecond
  private static final int QUARTERS = 4;

  private final byte[] buckets;
  private final long[] counts;

  private Durations(byte[] buckets, long[] counts) {
    this.buckets = buckets;
    this.counts = counts;
  }

  /**
   * Of counts by bucket.
   *
   * @param all {@value #BUCKETS} of them; those below zero count as none
   */
  public static Durations of(long[] all) {
    int length = 0;
    for (long count : all) {
      length += count > 0 ? 1 : 0;
    }
    if (length == 0) {
      return NONE;
    }
    byte[] buckets = new byte[length];
    long[] counts = new long[length];
    int next = 0;
    for (int bucket = 0; bucket < all.length; bucket++) {
      if (all[bucket] > 0) {
        buckets[next] = (byte) bucket;
        counts[next++] = all[bucket];
      }
    }
    return new Durations(buckets, counts);
  }

  /** The bucket that a duration belongs to. */
  public static int bucket(long nanos) {
    long quarters = Math.max(0, nanos) / UNIT;
    if (quarters < QUARTERS) {
      return (int) quarters;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(quarters);
    int quarter = (int) (quarters >>> (power - 2)) & (QUARTERS - 1);
    return Math.min(BUCKETS - 1, (power - 1) * QUARTERS + quarter);
  }

  /** The end of a bucket, in nanoseconds. */
  static long end(int bucket) {
    if (bucket < QUARTERS) {
      return (bucket + 1) * UNIT;
    }
    int power = bucket / QUARTERS + 1;
    return ((1L << power) + ((long) (bucket % QUARTERS + 1) << (power - 2))) * UNIT;
  }

  /** Adds these counts to those. */
  public void addTo(long[] all) {
    for (int i = 0; i < buckets.length; i++) {
      all[buckets[i]] += counts[i];
    }
  }

  Durations plus(Durations other) {
    if (buckets.length == 0) {
      return other;
    }
    if (other.buckets.length == 0) {
      return this;
    }
    long[] all = new long[BUCKETS];
    addTo(all);
    other.addTo(all);
    return of(all);
  }

  public long count() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The duration in nanoseconds that this share of all stayed below; 0 when there are none.
   *
   * @param share 0.5 for the median
   */
  public long percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count()));
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return end(buckets[i]);
      }
    }
    return 0;
  }

  /** The buckets that are not empty, ascending. */
  byte[] buckets() {
    return buckets.clone();
  }

  long[] counts() {
    return counts.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Durations that
        && Arrays.equals(buckets, that.buckets)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
  }
}
