package com.veetssuites.benchmarks;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.util.Locale;
import java.util.Objects;

/**
 * Bytes of heap of an entry beside its key and its value, by the difference over a million entries
 * which all hold the same value.
 */
final class CacheMemory {

  private static final int ENTRIES = 1_000_000;

  private CacheMemory() {}

  static void main(String... arguments) throws InterruptedException {
    Long[] keys = new Long[ENTRIES];
    for (int i = 0; i < ENTRIES; i++) {
      keys[i] = (long) i + 1000;
    }
    System.out.println("| dependencies of an entry | bytes of an entry |");
    System.out.println("|---|---|");
    for (int tags : new int[] {0, 8, 38}) {
      try (TieredCaches caches = TieredCaches.builder().build()) {
        TieredCache<Long, String> region =
            caches.region(
                CacheSpec.<Long, String>of("memory", String.class)
                    .key(k -> CacheKey.of("memory", k))
                    .maxWeight(8L << 30)
                    .build());
        long before = used();
        for (Long key : keys) {
          region.getOrLoad(key, k -> tagged(k, tags));
        }
        long bytes = used() - before;
        System.out.printf(
            Locale.ROOT,
            "| %d | %.0f (%.0f + 8 each) |%n",
            tags + 2,
            (double) bytes / ENTRIES,
            (double) bytes / ENTRIES - 8 * (tags + 2));
        if (region.get(keys[ENTRIES - 1]) == null) {
          throw new IllegalStateException("The last value is gone.");
        }
      }
    }
  }

  private static String tagged(long key, int tags) {
    Load load = Objects.requireNonNull(Load.current());
    for (int i = 0; i < tags; i++) {
      load.dependOn(key * 1_000_003 + i + 1);
    }
    return "value";
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
