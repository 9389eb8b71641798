package com.veetssuites.monitor.benchmark;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes, reads and deletes in each level of the cache, in two regions of their own that are opened
 * by the first run: one that is in memory alone, and one that has no room in memory, so that the
 * second level does all of it.
 */
public final class CacheSteps implements Step.Source {

  public static final String LOCAL = "benchmark.l1";
  public static final String SHARED = "benchmark.l2";

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);
  private static final int TRIES = 20;
  private static final int WARMING = 1_000;
  private static final String KEY = "one";

  /** As large as the answer of a small route. */
  private static final String VALUE = "0123456789".repeat(50);

  private final TieredCaches caches;
  private final Supplier<TieredCache<String, String>> local;
  private final Supplier<TieredCache<String, String>> shared;

  public CacheSteps(TieredCaches caches) {
    this.caches = caches;
    this.local = once(() -> caches.region(spec(LOCAL).remote(false).maxWeight(1 << 16).build()));
    this.shared = once(() -> caches.region(spec(SHARED).maxWeight(1).build()));
  }

  private static CacheSpec.Builder<String, String> spec(String name) {
    return CacheSpec.<String, String>of(name, String.class).timeToLive(TIME_TO_LIVE);
  }

  private static <T> Supplier<T> once(Supplier<T> made) {
    return new Supplier<>() {
      private @Nullable T value;

      @Override
      public synchronized T get() {
        T known = value;
        if (known == null) {
          known = made.get();
          value = known;
        }
        return known;
      }
    };
  }

  @Override
  public List<Step> steps() {
    return List.of(
        new Step("cache l1 write", () -> noMemory(), () -> write(local.get())),
        new Step("cache l1 read", () -> noMemory(), () -> read(local.get())),
        new Step("cache l1 delete", () -> noMemory(), () -> delete(local.get())),
        new Step("cache l2 write", this::noSecondLevel, () -> write(shared.get())),
        new Step("cache l2 read", this::noSecondLevel, () -> read(shared.get())),
        new Step("cache l2 delete", this::noSecondLevel, () -> delete(shared.get())));
  }

  private @Nullable String noMemory() {
    String missing = missing(local.get(), "memory");
    if (missing == null) {
      warm(local.get());
    }
    return missing;
  }

  /** What takes less than the JVM needs to compile it is not timed before that. */
  private void warm(TieredCache<String, String> region) {
    for (int i = 0; i < WARMING; i++) {
      write(region);
      read(region);
      delete(region);
    }
  }

  private @Nullable String noSecondLevel() {
    if (!caches.log().storeReachable()) {
      return "The second level does not answer.";
    }
    return missing(shared.get(), "second level");
  }

  /** Whether what is written can be read again: what a region has no level for is gone. */
  private @Nullable String missing(TieredCache<String, String> region, String level) {
    return prepared(region) ? null : "The cache has no %s that keeps values.".formatted(level);
  }

  private boolean prepared(TieredCache<String, String> region) {
    for (int i = 0; i < TRIES; i++) {
      region.put(KEY, VALUE);
      caches.flush(TIMEOUT);
      if (region.get(KEY) != null) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return false;
  }

  /** Until the value is where others can read it. */
  private long write(TieredCache<String, String> region) {
    long began = System.nanoTime();
    region.put(KEY, VALUE);
    if (region.spec().remote()) {
      caches.flush(TIMEOUT);
    }
    return System.nanoTime() - began;
  }

  private long read(TieredCache<String, String> region) {
    long began = System.nanoTime();
    String value = region.get(KEY);
    long took = System.nanoTime() - began;
    if (value == null && !prepared(region)) {
      throw new IllegalStateException("what was written could not be read again.");
    }
    return took;
  }

  /** Until no node that asks is served the value. */
  private long delete(TieredCache<String, String> region) {
    write(region);
    long began = System.nanoTime();
    region.invalidate(KEY);
    return System.nanoTime() - began;
  }
}
