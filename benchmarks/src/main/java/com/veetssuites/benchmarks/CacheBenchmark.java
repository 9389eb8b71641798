package com.veetssuites.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hit in memory against Caffeine's, with the same keys and the same kind of cache: 10 000 values
 * bounded by weight, keys drawn evenly from all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class CacheBenchmark {

  private static final int KEYS = 10_000;
  private static final int DRAWN = 1 << 16;

  /** What each value depends on, besides its key and the ancestors of that. */
  @Param({"1", "40"})
  public int dependencies;

  private final Long[] drawn = new Long[DRAWN];
  private TieredCaches caches = TieredCaches.builder().build();
  private TieredCache<Long, String> region =
      caches.region(CacheSpec.<Long, String>of("bench", String.class).build());
  private Cache<Long, String> caffeine =
      Caffeine.newBuilder()
          .maximumWeight(64L << 20)
          .<Long, String>weigher((key, value) -> value.length() + 160)
          .executor(Runnable::run)
          .build();

  /** Where a thread is in the order of the keys. */
  @State(Scope.Thread)
  public static class Walk {
    private int at;

    Long next(Long[] keys) {
      return keys[at++ & DRAWN - 1];
    }
  }

  @Setup
  public void fill() {
    Long[] keys = new Long[KEYS];
    for (int k = 0; k < KEYS; k++) {
      keys[k] = (long) k;
      region.getOrLoad(keys[k], this::load);
      caffeine.put(keys[k], "value " + k);
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < DRAWN; i++) {
      drawn[i] = keys[random.nextInt(KEYS)];
    }
    // What loading left between the values would be measured otherwise: misses of the TLB.
    System.gc();
  }

  private String load(Long key) {
    Load load = Objects.requireNonNull(Load.current());
    for (int i = 1; i < dependencies; i++) {
      load.dependOn(new Tag("row#" + (key * 31 + i)));
    }
    return "value " + key;
  }

  @TearDown
  public void close() {
    caches.close();
  }

  @Benchmark
  public @Nullable String caffeineGetIfPresent(Walk walk) {
    return caffeine.getIfPresent(walk.next(drawn));
  }

  @Benchmark
  public @Nullable String get(Walk walk) {
    return region.get(walk.next(drawn));
  }

  @Benchmark
  public @Nullable String getOrLoad(Walk walk) {
    return region.getOrLoad(walk.next(drawn), key -> "none");
  }

  @Benchmark
  public String caffeinePut(Walk walk) {
    Long key = walk.next(drawn);
    caffeine.put(key, "value");
    return "value";
  }

  @Benchmark
  public String put(Walk walk) {
    region.put(walk.next(drawn), "value");
    return "value";
  }
}
