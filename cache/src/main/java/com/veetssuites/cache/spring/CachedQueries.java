package com.veetssuites.cache.spring;

import com.veetssuites.cache.CachedQuery;
import com.veetssuites.cache.TieredCaches;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.MethodClassKey;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * The advice of {@link CachedQuery}: after what decides who may call (Spring Security), around
 * transactions, so that a hit needs none.
 */
public final class CachedQueries extends DefaultPointcutAdvisor {

  static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

  private final Around around;

  /**
   * An advisor.
   *
   * @param caches asked for with the first call, for advisors are there before other beans
   */
  public CachedQueries(Supplier<TieredCaches> caches) {
    this(new Around(caches));
  }

  private CachedQueries(Around around) {
    super(new Annotated(), around);
    this.around = around;
    setOrder(ORDER);
  }

  static boolean candidate(Class<?> type) {
    return AnnotationUtils.isCandidateClass(type, CachedQuery.class);
  }

  static @Nullable CachedQuery annotation(Method method, Class<?> target) {
    Class<?> type = Target.of(target, method);
    return AnnotatedElementUtils.findMergedAnnotation(
        AopUtils.getMostSpecificMethod(method, type), CachedQuery.class);
  }

  /** Opens the region of a method, or says why it cannot be. */
  void open(Method method, Class<?> target) {
    around.regionOf(method, target);
  }

  private static final class Annotated extends StaticMethodMatcherPointcut {
    Annotated() {
      setClassFilter(CachedQueries::candidate);
    }

    @Override
    public boolean matches(Method method, Class<?> target) {
      return annotation(method, target) != null;
    }
  }

  private static final class Around implements MethodInterceptor {
    private final Supplier<TieredCaches> caches;
    private final ConcurrentMap<MethodClassKey, QueryRegion> regions = new ConcurrentHashMap<>();

    Around(Supplier<TieredCaches> caches) {
      this.caches = caches;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
      return regionOf(invocation.getMethod(), Target.of(invocation)).answer(invocation);
    }

    QueryRegion regionOf(Method called, Class<?> target) {
      Method method = AopUtils.getMostSpecificMethod(called, target);
      MethodClassKey key = new MethodClassKey(method, target);
      QueryRegion known = regions.get(key);
      return known != null ? known : regions.computeIfAbsent(key, k -> create(method, target));
    }

    private QueryRegion create(Method method, Class<?> target) {
      CachedQuery query = annotation(method, target);
      if (query == null) {
        throw new IllegalStateException(method + " is not a cached query.");
      }
      return QueryRegion.open(
          caches.get(), method, target, query.key(), timeout(query, method), false);
    }

    private static Duration timeout(CachedQuery query, Method method) {
      try {
        Duration timeout = DurationFormatterUtils.detectAndParse(query.timeout());
        if (timeout.isPositive()) {
          return timeout;
        }
      } catch (IllegalArgumentException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "The timeout of @CachedQuery on %s.%s is a time above zero such as 30s or 5m, not '%s'."
              .formatted(
                  method.getDeclaringClass().getSimpleName(), method.getName(), query.timeout()));
    }
  }
}
