package com.veetssuites.platform.web;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.core.ResolvableType;

/**
 * The pages of a kind of lists, kept until a row that they show, or that belongs on them, changes.
 * What hardly anybody asks for twice is read each time: searches, and walks by cursor.
 */
public final class CachedPages<T> {

  private final TieredCache<CacheKey, Page<T>> pages;

  /**
   * Opens the region of these pages.
   *
   * @param list the key that all their keys are below of: {@code courses:list}
   */
  public CachedPages(TieredCaches caches, CacheKey list, Class<T> row) {
    pages =
        caches.region(
            CacheSpec.<CacheKey, Page<T>>of(
                    list.toString().replace(':', '.'),
                    ResolvableType.forClassWithGenerics(Page.class, row).getType())
                .prefix(list)
                .key(key -> key)
                .timeToLive(Duration.ofMinutes(5))
                .build());
  }

  /**
   * A page, read when it is not there.
   *
   * @param list the key of this one list, below that of the region or the same
   * @param reader reads the page it is asked for
   */
  public Page<T> read(PageRequest request, CacheKey list, Function<PageRequest, Page<T>> reader) {
    if (!request.common()) {
      return reader.apply(request);
    }
    Page<T> page = pages.getOrLoad(request.key(list), key -> reader.apply(request.withoutPath()));
    return Objects.requireNonNull(page, "a reader returns a page").under(request.path());
  }
}
