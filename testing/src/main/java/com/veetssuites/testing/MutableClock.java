package com.veetssuites.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that a test sets: the time of day, and elapsed nanoseconds. Safe for many threads. */
public final class MutableClock extends Clock implements LongSupplier {

  private final AtomicLong elapsed;
  private final AtomicLong dayNanos;
  private final ZoneId zone;

  private MutableClock(AtomicLong elapsed, AtomicLong dayNanos, ZoneId zone) {
    this.elapsed = elapsed;
    this.dayNanos = dayNanos;
    this.zone = zone;
  }

  /** A clock that stands still at this moment. */
  public static MutableClock at(Instant moment) {
    long nanos =
        Math.addExact(
            Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
    return new MutableClock(new AtomicLong(), new AtomicLong(nanos), ZoneOffset.UTC);
  }

  /** Lets time pass, on both. */
  public void pass(Duration time) {
    elapsed.addAndGet(time.toNanos());
    dayNanos.addAndGet(time.toNanos());
  }

  /** Sets the time of day wrong, or right, by this much; elapsed time knows nothing of it. */
  public void turn(Duration by) {
    dayNanos.addAndGet(by.toNanos());
  }

  /** Elapsed nanoseconds since the clock was made. */
  @Override
  public long getAsLong() {
    return elapsed.get();
  }

  @Override
  public Instant instant() {
    long nanos = dayNanos.get();
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same time in another zone; moves along. */
  @Override
  public Clock withZone(ZoneId zone) {
    return new MutableClock(elapsed, dayNanos, zone);
  }
}
