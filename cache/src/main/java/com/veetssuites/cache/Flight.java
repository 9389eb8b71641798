package com.veetssuites.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One running load of a key, which callers that come in the meantime may share. */
final class Flight<V> {

  final Load load;
  final Position began;

  /** When, in {@link Ticks}; nothing was read for it before. */
  final long beganAt;

  private volatile @Nullable Thread pilot;
  private final CountDownLatch landed = new CountDownLatch(1);
  private volatile @Nullable Entry<V> entry;
  private volatile @Nullable Throwable failure;

  Flight(Load load, long beganAt) {
    this.load = load;
    this.beganAt = beganAt;
    this.began = load.stamp();
  }

  /** The calling thread is the one that loads. */
  void board() {
    pilot = Thread.currentThread();
  }

  /** Whether the calling thread is the one that loads. */
  boolean boarded() {
    return pilot == Thread.currentThread();
  }

  void land(Entry<V> entry) {
    this.entry = entry;
    landed.countDown();
  }

  void crash(Throwable failure) {
    this.failure = failure;
    landed.countDown();
  }

  /** False when the time was up first. */
  boolean await(Duration atMost) throws InterruptedException {
    return landed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Nullable Entry<V> entry() {
    return entry;
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
