package com.veetssuites.cache;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Elapsed time in nanoseconds, from a moment in the past; never goes back.
 *
 * <p>{@link #coarse} is behind {@link #exact} by some milliseconds at most while the process runs:
 * a thread of its own writes it down, for asking the system costs as much as a whole hit does.
 */
final class Ticks implements AutoCloseable {

  /** How far {@link #coarse} may lag, as promised: twice the pause of its thread. */
  static final long LAG = 10_000_000;

  private final LongSupplier source;
  private final boolean steered;
  private final long origin;
  private volatile long coarse;
  private volatile boolean closed;

  private Ticks(LongSupplier source, boolean steered) {
    this.source = source;
    this.steered = steered;
    // A year in the past, so that "long ago" is a positive number too.
    this.origin = source.getAsLong() - 365L * 86_400_000_000_000L;
    this.coarse = exact();
  }

  static Ticks system() {
    Ticks ticks = new Ticks(System::nanoTime, false);
    Thread.ofPlatform().daemon().name("cache-clock").start(ticks::tick);
    return ticks;
  }

  /** Time that a test sets. */
  static Ticks steered(LongSupplier source) {
    return new Ticks(source, true);
  }

  long exact() {
    return source.getAsLong() - origin;
  }

  long coarse() {
    return steered ? exact() : coarse;
  }

  private void tick() {
    while (!closed) {
      coarse = exact();
      LockSupport.parkNanos(LAG / 2);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
