package com.veetssuites.cache.spring;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Cached;
import com.veetssuites.cache.Codec;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.cache.support.SimpleValueWrapper;

/** A region as Spring sees it. Its region is opened with the first value that is asked for. */
final class RegionCache implements Cache {

  private static final Logger LOGGER = LoggerFactory.getLogger(RegionCache.class);

  /** What a value weighs that cannot be measured, for nobody said what it is. */
  private static final int UNKNOWN_WEIGHT = 1024;

  private final String name;
  private final CacheKey prefix;
  private final TieredCaches caches;
  private final Supplier<@Nullable Type> type;
  private volatile @Nullable TieredCache<CacheKey, Object> region;
  private volatile boolean told;

  RegionCache(String name, TieredCaches caches, Supplier<@Nullable Type> type) {
    this.name = name;
    this.prefix = CacheKey.parse(name.replace('.', ':'));
    this.caches = caches;
    this.type = type;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public TieredCache<CacheKey, Object> getNativeCache() {
    TieredCache<CacheKey, Object> open = region;
    return open != null ? open : open();
  }

  private synchronized TieredCache<CacheKey, Object> open() {
    TieredCache<CacheKey, Object> open = region;
    if (open == null) {
      Type known = type.get();
      if (known == null) {
        LOGGER.info(
            "Nothing says what the values of the cache '{}' are; they stay in the memory of this"
                + " process. Declare it to share them.",
            name);
      }
      CacheSpec.Builder<CacheKey, Object> builder =
          known == null
              ? CacheSpec.<CacheKey, Object>of(name, new Unwritable())
                  .remote(false)
                  .weigher(value -> UNKNOWN_WEIGHT)
              : CacheSpec.of(name, known);
      open = caches.region(builder.prefix(prefix).key(Function.identity()).build());
      region = open;
    }
    return open;
  }

  @Override
  public @Nullable ValueWrapper get(Object key) {
    CacheKey name = nameOf(key);
    Cached<Object> found = name == null ? null : getNativeCache().find(name);
    return found == null ? null : new SimpleValueWrapper(found.value());
  }

  @Override
  public <T> @Nullable T get(Object key, @Nullable Class<T> expected) {
    ValueWrapper found = get(key);
    Object value = found == null ? null : found.get();
    if (value != null && expected != null && !expected.isInstance(value)) {
      throw new IllegalStateException(
          "The cache '%s' holds a %s under '%s', not a %s."
              .formatted(name, value.getClass().getName(), key, expected.getName()));
    }
    @SuppressWarnings("unchecked")
    T known = (T) value;
    return known;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable T get(Object key, Callable<T> loader) {
    CacheKey name = nameOf(key);
    return (T)
        (name == null
            ? call(key, loader)
            : getNativeCache().getOrLoad(name, k -> call(key, loader)));
  }

  private static <T> @Nullable T call(Object key, Callable<T> loader) {
    try {
      return loader.call();
    } catch (Exception e) {
      throw new ValueRetrievalException(key, loader, e);
    }
  }

  @Override
  public @Nullable CompletableFuture<?> retrieve(Object key) {
    throw new UnsupportedOperationException(
        "The cache '%s' holds values, not promises of them: return the value itself."
            .formatted(name));
  }

  @Override
  public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
    throw new UnsupportedOperationException(
        "The cache '%s' holds values, not promises of them: return the value itself."
            .formatted(name));
  }

  @Override
  public void put(Object key, @Nullable Object value) {
    CacheKey name = nameOf(key);
    if (name == null) {
      return;
    }
    CachedCall call = CachedCall.current();
    if (call != null && Load.current() != null && call.replaces(this.name)) {
      getNativeCache().replace(name, value);
    } else if (call != null && Load.current() != null && call.fills(this.name)) {
      getNativeCache().fill(name, value, call.elapsed());
    } else if (value == null) {
      getNativeCache().invalidate(name);
    } else {
      getNativeCache().put(name, value);
    }
  }

  @Override
  public void evict(Object key) {
    CacheKey name = nameOf(key);
    if (name != null) {
      caches.invalidate(name);
    } else if (key instanceof SimpleKey) {
      // It stands for arguments that only their call knows: what it names may be there.
      clear();
    }
  }

  @Override
  public void clear() {
    caches.invalidate(prefix);
  }

  /**
   * Null, and told in the log once, when no name can be made of the key: nothing is cached then.
   */
  private @Nullable CacheKey nameOf(Object key) {
    CacheKey made = null;
    if (key instanceof SimpleKey) {
      CachedCall call = CachedCall.current();
      if (key.equals(SimpleKey.EMPTY)) {
        return prefix.child("~none");
      }
      if (call != null && key.equals(SimpleKeyGenerator.generateKey(call.arguments()))) {
        made = KeyText.below(prefix, call.arguments());
      }
    } else {
      made = KeyText.below(prefix, key);
    }
    if (made == null && !told) {
      told = true;
      LOGGER.warn(
          "A key of the cache '{}' (a {}) cannot be the name of a value; what it stands for is not"
              + " cached. Give the key by an expression of numbers and short strings.",
          name,
          key.getClass().getName());
    }
    return made;
  }

  /** Values that stay in memory are never written. */
  private static final class Unwritable implements Codec<Object> {
    @Override
    public byte[] encode(Object value) throws IOException {
      throw new IOException("nothing says what it is");
    }

    @Override
    public Object decode(byte[] bytes) throws IOException {
      throw new IOException("nothing says what it is");
    }

    @Override
    public long fingerprint() {
      return 0;
    }
  }
}
