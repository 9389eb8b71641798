package com.veetssuites.monitor.cache;

import com.veetssuites.cache.LogStatistics;
import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.SeriesKind;
import java.util.HashMap;
import java.util.Map;

/** Regions of the cache, and the invalidation log. */
public final class CacheCollector implements Collector {

  private static final int SUMS = 8;

  private final String node;
  private final TieredCaches caches;
  private final Map<String, double[]> before = new HashMap<>();
  private long invalidations;

  /**
   * @param node its name
   */
  public CacheCollector(String node, TieredCaches caches) {
    this.node = node;
    this.caches = caches;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_SECOND;
  }

  @Override
  public void collect(Frame.Builder frame) {
    for (TieredCache<?, ?> region : caches.regions()) {
      collect(region.statistics(), frame);
    }
    LogStatistics log = caches.log();
    frame.add(
        SeriesKind.INVALIDATION,
        node,
        log.invalidations() - invalidations,
        log.lag().toNanos(),
        log.unsent(),
        log.markers(),
        log.reachable() ? 0 : 1,
        log.storeReachable() ? 0 : 1);
    invalidations = log.invalidations();
  }

  private void collect(RegionStatistics region, Frame.Builder frame) {
    double[] now = {
      region.localHits(),
      region.remoteHits(),
      region.misses(),
      region.loads(),
      region.loadFailures(),
      region.loadTime().toNanos(),
      region.evictions(),
      region.staleRejections(),
      region.entries(),
      region.bytes()
    };
    double[] old = before.put(region.region(), now);
    double[] more = now.clone();
    boolean changed = old == null || old[SUMS] != now[SUMS];
    for (int i = 0; i < SUMS && old != null; i++) {
      more[i] -= old[i];
      changed |= more[i] != 0;
    }
    if (changed) {
      frame.add(SeriesKind.CACHE, region.region(), more);
    }
  }
}
