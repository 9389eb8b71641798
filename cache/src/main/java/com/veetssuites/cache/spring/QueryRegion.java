package com.veetssuites.cache.spring;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.LoadFailed;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results of one method, by its arguments. */
final class QueryRegion {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueryRegion.class);

  private final TieredCache<CacheKey, Object> region;
  private final boolean needsDependencies;
  private volatile boolean told;

  private QueryRegion(TieredCache<CacheKey, Object> region, boolean needsDependencies) {
    this.region = region;
    this.needsDependencies = needsDependencies;
  }

  /**
   * Opens the region of a method.
   *
   * @param key what its keys begin with; empty for its class and name
   * @param needsDependencies whether results are kept only if it is known what they were read from
   */
  static QueryRegion open(
      TieredCaches caches,
      Method method,
      Class<?> target,
      String key,
      Duration timeout,
      boolean needsDependencies) {
    CacheKey prefix =
        key.isEmpty()
            ? CacheKey.of("query", target.getSimpleName(), signature(method, target))
            : CacheKey.parse(key);
    Type type = ValueType.of(method, target);
    ValueType.check(type, target.getSimpleName() + '.' + method.getName());
    try {
      return new QueryRegion(
          caches.region(
              CacheSpec.<CacheKey, Object>of(prefix.toString().replace(':', '.'), type)
                  .prefix(prefix)
                  .key(Function.identity())
                  .timeToLive(timeout)
                  .build()),
          needsDependencies);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "%s.%s and another method are cached under '%s': give one of them a key of its own."
              .formatted(target.getName(), method.getName(), prefix),
          e);
    }
  }

  /** With the types of the arguments where the name is not enough. */
  private static String signature(Method method, Class<?> target) {
    long alike =
        Arrays.stream(target.getMethods())
            .filter(other -> other.getName().equals(method.getName()) && !other.isBridge())
            .count();
    return alike < 2
        ? method.getName()
        : method.getName()
            + Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", "(", ")"));
  }

  String name() {
    return region.spec().name();
  }

  /** The result of a call, cached or made by it. */
  @Nullable Object answer(MethodInvocation invocation) throws Throwable {
    CacheKey key = KeyText.below(region.spec().prefix(), invocation.getArguments());
    if (key == null) {
      if (!told) {
        told = true;
        LOGGER.warn(
            "An argument of {} has no short text of its own, so that call is not cached.", name());
      }
      return invocation.proceed();
    }
    boolean optional = invocation.getMethod().getReturnType() == Optional.class;
    Object value;
    try {
      value = region.getOrLoad(key, k -> load(invocation));
    } catch (LoadFailed e) {
      Throwable cause = e.getCause();
      throw cause instanceof Passed passed ? passed.getCause() : cause == null ? e : cause;
    }
    return optional ? Optional.ofNullable(value) : value;
  }

  private @Nullable Object load(MethodInvocation invocation) throws Exception {
    Load load = Load.current();
    int before = load == null ? 0 : load.size();
    Object result;
    try {
      result = invocation.proceed();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new Passed(e);
    }
    if (needsDependencies && load != null && load.size() == before) {
      load.refuse("nothing tells what it was read from");
    }
    return result instanceof Optional<?> optional ? optional.orElse(null) : result;
  }

  /** Carries what is neither an exception nor an error. */
  private static final class Passed extends Exception {
    Passed(Throwable cause) {
      super(cause);
    }

    @Override
    public synchronized Throwable getCause() {
      return Objects.requireNonNull(super.getCause());
    }
  }
}
