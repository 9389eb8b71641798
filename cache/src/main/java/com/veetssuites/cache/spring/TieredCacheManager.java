package com.veetssuites.cache.spring;

import com.veetssuites.cache.TieredCaches;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * Spring's {@link CacheManager} over the two-level cache: each named cache is a region, opened when
 * it is first used. Safe for use by many threads.
 *
 * <p>The type of a cache's values is the one that its {@code @Cacheable} and {@code @CachePut}
 * methods return. A cache that only code uses, by its name, is {@linkplain #declare declared}; else
 * its values stay in the memory of this process, for nothing says how to read them back.
 */
public final class TieredCacheManager implements CacheManager {

  private final TieredCaches caches;
  private final int mostCaches;
  private final ConcurrentMap<String, RegionCache> named = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Declared> types = new ConcurrentHashMap<>();

  /** A manager of at most 1000 named caches. */
  public TieredCacheManager(TieredCaches caches) {
    this(caches, 1000);
  }

  /**
   * A manager.
   *
   * @param mostCaches more named caches than this are refused: a name that is made of what users
   *     send would fill the memory
   */
  public TieredCacheManager(TieredCaches caches, int mostCaches) {
    this.caches = caches;
    this.mostCaches = mostCaches;
  }

  /**
   * The cache of this name.
   *
   * @throws IllegalStateException when there are too many of them
   * @throws IllegalArgumentException when the name is empty or has control characters
   */
  @Override
  public Cache getCache(String name) {
    RegionCache known = named.get(name);
    return known != null ? known : named.computeIfAbsent(name, this::create);
  }

  private RegionCache create(String name) {
    if (named.size() >= mostCaches) {
      throw new IllegalStateException(
          "There are %d caches already, so '%s' is refused: the names of caches are few and fixed; what varies belongs in the key."
              .formatted(mostCaches, name));
    }
    return new RegionCache(
        name,
        caches,
        () -> {
          Declared declared = types.get(name);
          return declared == null ? null : declared.type();
        });
  }

  @Override
  public Collection<String> getCacheNames() {
    return List.copyOf(named.keySet());
  }

  /**
   * Says what the values of a cache are.
   *
   * @throws IllegalStateException when something else was said before
   * @throws IllegalArgumentException when values of this type cannot be cached
   */
  public void declare(String cache, Type type) {
    declare(cache, type, "the declaration of the program");
  }

  /** Takes the type of a cache's values from a method that fills it. */
  void declare(String cache, Method method, Class<?> target) {
    String where = target.getSimpleName() + '.' + method.getName();
    declare(cache, ValueType.of(method, target), where);
  }

  private void declare(String cache, Type type, String where) {
    Declared known = types.get(cache);
    if (known == null) {
      ValueType.check(type, where);
      known = types.putIfAbsent(cache, new Declared(type, where));
    }
    if (known != null && !known.type().equals(type)) {
      throw new IllegalStateException(
          "The cache '%s' would hold values of two types, %s of %s and %s of %s: give each a cache of its own."
              .formatted(
                  cache, known.type().getTypeName(), known.where(), type.getTypeName(), where));
    }
  }

  /** The names of the caches that are known by methods or declarations, used or not. */
  public Collection<String> declaredNames() {
    return List.copyOf(types.keySet());
  }

  private record Declared(Type type, String where) {}
}
