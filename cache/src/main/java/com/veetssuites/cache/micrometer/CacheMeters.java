package com.veetssuites.cache.micrometer;

import com.veetssuites.cache.LogStatistics;
import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The meters of all regions, those opened later included, and of the log. {@code cache.gets} has
 * the level that answered: {@code local}, {@code remote}, or {@code none} for a miss.
 */
public final class CacheMeters implements MeterBinder {

  private final TieredCaches caches;

  public CacheMeters(TieredCaches caches) {
    this.caches = caches;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    caches.eachRegion(region -> bind(region, registry));
    log(
        registry,
        "cache.log.unsent",
        "Invalidations that wait for the log.",
        LogStatistics::unsent);
    log(
        registry,
        "cache.log.markers",
        "Invalidations that are remembered.",
        LogStatistics::markers);
    log(
        registry,
        "cache.log.reachable",
        "1 when the invalidation log answered the last time.",
        log -> log.reachable() ? 1 : 0);
    log(
        registry,
        "cache.store.reachable",
        "1 when the second level answered the last time: its breaker is closed.",
        log -> log.storeReachable() ? 1 : 0);
    Gauge.builder("cache.log.lag", caches, all -> all.log().lag().toNanos() / 1e9)
        .description("How long ago it was proven that no invalidation is missing.")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("cache.invalidations", caches, all -> all.log().invalidations())
        .description("Invalidations that this node has sent.")
        .register(registry);
  }

  private void log(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<LogStatistics> value) {
    Gauge.builder(name, caches, all -> value.applyAsDouble(all.log()))
        .description(description)
        .register(registry);
  }

  private static void bind(TieredCache<?, ?> region, MeterRegistry registry) {
    Region of = new Region(region, registry, Tags.of("cache", region.spec().name()));
    of.gets("local", "hit", RegionStatistics::localHits);
    of.gets("remote", "hit", RegionStatistics::remoteHits);
    of.gets("none", "miss", RegionStatistics::misses);
    of.count(
        "cache.loads",
        Tags.of("result", "success"),
        statistics -> statistics.loads() - statistics.loadFailures());
    of.count("cache.loads", Tags.of("result", "failure"), RegionStatistics::loadFailures);
    of.count("cache.joins", RegionStatistics::joins);
    of.count("cache.evictions", RegionStatistics::evictions);
    of.count("cache.stale.served", RegionStatistics::staleServed);
    of.count("cache.stale.rejections", RegionStatistics::staleRejections);
    of.count("cache.unproven", RegionStatistics::unproven);
    of.count("cache.refusals", RegionStatistics::refusals);
    of.gauge("cache.size", "entries", RegionStatistics::entries);
    of.gauge("cache.bytes", "bytes", RegionStatistics::bytes);
    FunctionTimer.builder(
            "cache.load.duration",
            region,
            all -> all.statistics().loads(),
            all -> all.statistics().loadTime().toNanos(),
            TimeUnit.NANOSECONDS)
        .tags(of.tags())
        .register(registry);
  }

  private record Region(TieredCache<?, ?> region, MeterRegistry registry, Tags tags) {

    void gets(String level, String result, ToDoubleFunction<RegionStatistics> value) {
      count("cache.gets", Tags.of("level", level, "result", result), value);
    }

    void count(String name, ToDoubleFunction<RegionStatistics> value) {
      count(name, Tags.empty(), value);
    }

    void count(String name, Tags more, ToDoubleFunction<RegionStatistics> value) {
      FunctionCounter.builder(name, region, all -> value.applyAsDouble(all.statistics()))
          .tags(tags.and(more))
          .register(registry);
    }

    void gauge(String name, String unit, ToDoubleFunction<RegionStatistics> value) {
      Gauge.builder(name, region, all -> value.applyAsDouble(all.statistics()))
          .baseUnit(unit)
          .tags(tags)
          .register(registry);
    }
  }
}
