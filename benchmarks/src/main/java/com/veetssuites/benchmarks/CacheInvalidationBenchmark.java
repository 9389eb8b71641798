package com.veetssuites.benchmarks;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

/** Dropping a prefix or a tag that a hundredth of the live values depend on. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx3g")
@State(Scope.Benchmark)
public class CacheInvalidationBenchmark {

  private static final CacheKey PREFIX = CacheKey.of("list", 7);
  private static final Tag TAG = new Tag("row#7");

  @Param({"1000", "1000000"})
  public int live;

  private TieredCaches caches = TieredCaches.builder().build();

  @Setup
  public void fill() {
    TieredCache<Long, String> region =
        caches.region(
            CacheSpec.<Long, String>of("list", String.class)
                .key(k -> CacheKey.of("list", k % 100, k))
                .maxWeight(2L << 30)
                .build());
    for (long k = 0; k < live; k++) {
      region.getOrLoad(k, this::load);
    }
  }

  private String load(Long key) {
    Objects.requireNonNull(Load.current()).dependOn(new Tag("row#" + key % 100));
    return "value " + key;
  }

  @TearDown
  public void close() {
    caches.close();
  }

  @Benchmark
  public void prefix() {
    caches.invalidate(PREFIX);
  }

  @Benchmark
  public void tag() {
    caches.invalidate(TAG);
  }
}
