package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.CacheHealth;
import com.veetssuites.cache.LogStatistics;
import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The regions and the log of the cache, and how to drop what is in it: {@code tieredcaches}. */
@Endpoint(id = "tieredcaches")
public final class TieredCachesEndpoint {

  private final TieredCaches caches;

  TieredCachesEndpoint(TieredCaches caches) {
    this.caches = caches;
  }

  /** All regions. */
  @ReadOperation
  public Overview overview() {
    return new Overview(
        caches.health(),
        caches.log(),
        caches.regions().stream()
            .map(TieredCache::statistics)
            .sorted(Comparator.comparing(RegionStatistics::region))
            .toList());
  }

  /** One region; null, which is sent as 404, when there is none of this name. */
  @ReadOperation
  public @Nullable RegionStatistics region(@Selector String name) {
    return caches.regions().stream()
        .filter(region -> region.spec().name().equals(name))
        .map(TieredCache::statistics)
        .findFirst()
        .orElse(null);
  }

  /**
   * Drops values on every node.
   *
   * @param pattern of keys: {@code courses:list:*}, or {@code *} for everything
   * @param tag what the values depend on
   */
  @DeleteOperation
  public void drop(@Nullable String pattern, @Nullable String tag) {
    if ((pattern == null) == (tag == null)) {
      throw new InvalidEndpointRequestException(
          "Say what to drop, by a pattern of keys or by a tag: ?pattern=courses:list:*",
          "one of pattern and tag is needed");
    }
    try {
      if (pattern != null) {
        caches.invalidatePattern(pattern);
      } else if (tag != null) {
        caches.invalidate(new Tag(tag));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidEndpointRequestException(
          String.valueOf(e.getMessage()), "no such pattern or tag");
    }
  }

  /** What the endpoint shows. */
  public record Overview(CacheHealth health, LogStatistics log, List<RegionStatistics> regions) {}
}
