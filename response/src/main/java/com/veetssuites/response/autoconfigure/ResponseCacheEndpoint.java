package com.veetssuites.response.autoconfigure;

import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.Tag;
import com.veetssuites.response.ResponseCache;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code responsecache}: the views with their statistics; and their purge by tag or key. */
@Endpoint(id = "responsecache")
public final class ResponseCacheEndpoint {

  private final ResponseCache cache;

  ResponseCacheEndpoint(ResponseCache cache) {
    this.cache = cache;
  }

  /** What each view has done so far. */
  @ReadOperation
  public Map<String, Map<String, RegionStatistics>> views() {
    return Map.of("views", cache.statistics());
  }

  /**
   * Drops answers, on every node: those that depend on the tag, or whose keys match, or all.
   *
   * @param tag such as {@code courses#7}
   * @param key such as {@code courses:list:*}
   */
  @DeleteOperation
  public Map<String, String> purge(@Nullable String tag, @Nullable String key) {
    try {
      if (tag != null && key != null) {
        throw new IllegalArgumentException("Say either a tag or a key, not both.");
      }
      if (tag != null) {
        cache.purge(new Tag(tag));
        return Map.of("purged", "tag " + tag);
      }
      if (key != null) {
        cache.purge(key);
        return Map.of("purged", "key " + key);
      }
      cache.purge();
      return Map.of("purged", "everything");
    } catch (IllegalArgumentException e) {
      String problem = String.valueOf(e.getMessage());
      throw new InvalidEndpointRequestException(problem, problem);
    }
  }
}
