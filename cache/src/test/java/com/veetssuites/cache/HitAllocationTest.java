package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Invariant 10: a hit in memory allocates nothing. */
class HitAllocationTest {

  private static final int HITS = 1_000_000;

  @Test
  void a_million_hits_allocate_nothing() {
    try (TieredCaches caches = TieredCaches.builder().build()) {
      TieredCache<String, String> region =
          caches.region(CacheSpec.<String, String>of("hits", String.class).build());
      Loader<String, String> loader = key -> "value";
      region.getOrLoad("key", loader);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      hit(region, loader);

      long before = threads.getCurrentThreadAllocatedBytes();
      hit(region, loader);
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;

      // The compiler may still put something aside once; a single byte a hit would be a million.
      assertThat(bytes).isLessThan(HITS / 10);
    }
  }

  private static void hit(TieredCache<String, String> region, Loader<String, String> loader) {
    for (int i = 0; i < HITS; i++) {
      region.getOrLoad("key", loader);
      region.get("key");
    }
  }
}
