package com.veetssuites.monitor;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Durations that are recorded by any thread and drained by one. */
public final class Recorder {

  private final LongAdder count = new LongAdder();
  private final LongAdder total = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
  private final AtomicLongArray buckets = new AtomicLongArray(Durations.BUCKETS);

  // Of the thread that drains.
  private final long[] drainedBuckets = new long[Durations.BUCKETS];
  private long drainedCount;
  private long drainedTotal;

  /** What was recorded since it was drained the last time; times in nanoseconds. */
  public record Drained(long count, long nanos, long longest, Durations durations) {}

  public void record(long nanos) {
    buckets.getAndIncrement(Durations.bucket(nanos));
    total.add(nanos);
    longest.accumulate(nanos);
    count.increment();
  }

  public long count() {
    return count.sum();
  }

  /** All of them together, in nanoseconds. */
  public long total() {
    return total.sum();
  }

  /** Whether there is anything to drain. */
  public boolean changed() {
    return count.sum() != drainedCount;
  }

  public Drained drain() {
    long counted = count.sum();
    long nanos = total.sum();
    long[] more = new long[Durations.BUCKETS];
    for (int i = 0; i < more.length; i++) {
      long now = buckets.get(i);
      more[i] = now - drainedBuckets[i];
      drainedBuckets[i] = now;
    }
    var drained =
        new Drained(
            counted - drainedCount,
            nanos - drainedTotal,
            longest.getThenReset(),
            Durations.of(more));
    drainedCount = counted;
    drainedTotal = nanos;
    return drained;
  }
}
