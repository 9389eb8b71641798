package com.veetssuites.cache.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Keeps callers away from a server that does not answer: after some failures in a row nobody asks
 * for a while, then one caller tries for all.
 */
public final class CircuitBreaker {

  /** Whether the server is asked. */
  public enum State {
    /** It is. */
    CLOSED,
    /** It is not. */
    OPEN,
    /** One caller is trying. */
    HALF_OPEN
  }

  private final int threshold;
  private final long pause;
  private final LongSupplier nanos;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);
  private final AtomicLong since = new AtomicLong();

  /**
   * A closed breaker.
   *
   * @param threshold failures in a row that open it
   * @param pause how long it stays open before a caller tries
   * @param nanos elapsed nanoseconds
   */
  CircuitBreaker(int threshold, Duration pause, LongSupplier nanos) {
    this.threshold = threshold;
    this.pause = pause.toNanos();
    this.nanos = nanos;
  }

  public State state() {
    return state.get();
  }

  /** Whether the caller may ask the server; if so, it has to say how that went. */
  boolean permits() {
    State now = state.get();
    if (now == State.CLOSED) {
      return true;
    }
    // A caller that tried and never told must not keep the breaker half open for ever.
    long waited = since.get();
    if (nanos.getAsLong() - waited < pause || !since.compareAndSet(waited, nanos.getAsLong())) {
      return false;
    }
    state.compareAndSet(State.OPEN, State.HALF_OPEN);
    return true;
  }

  void succeeded() {
    failures.set(0);
    state.set(State.CLOSED);
  }

  void failed() {
    if (state.get() == State.HALF_OPEN || failures.incrementAndGet() >= threshold) {
      since.set(nanos.getAsLong());
      state.set(State.OPEN);
    }
  }
}
