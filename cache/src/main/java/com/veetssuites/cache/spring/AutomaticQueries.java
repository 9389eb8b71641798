package com.veetssuites.cache.spring;

import com.veetssuites.cache.TieredCaches;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.util.ClassUtils;

/**
 * Caches the results of read-only repository methods whose calls have proven costly. Candidates are
 * the query methods of Spring Data repositories and the methods of {@code @Repository} beans in
 * {@code @Transactional(readOnly = true)}, if their results can be cached.
 *
 * <p>A result is kept only when the bridge to the database told what it was read from: without
 * that, nothing would drop it but its time, which nobody has agreed to.
 */
public final class AutomaticQueries extends DefaultPointcutAdvisor {

  private static final Logger LOGGER = LoggerFactory.getLogger(AutomaticQueries.class);
  private static final String REPOSITORY = "org.springframework.data.repository.Repository";
  private static final String TRANSACTIONAL =
      "org.springframework.transaction.annotation.Transactional";
  private static final Set<String> WRITES =
      Set.of(
          "org.springframework.data.jpa.repository.Modifying",
          "org.springframework.data.jdbc.repository.query.Modifying",
          "org.springframework.data.jpa.repository.Lock",
          "com.veetssuites.cache.CachedQuery");

  /**
   * An advisor.
   *
   * @param caches asked for with the first costly method
   * @param threshold the mean time of a call above which a method is costly
   * @param calls how many calls the mean is taken of, at least
   * @param timeToLive how long a result is fresh
   * @param most the most methods that are cached this way
   */
  public AutomaticQueries(
      Supplier<TieredCaches> caches, Duration threshold, int calls, Duration timeToLive, int most) {
    super(new ReadOnly(), new Around(caches, threshold.toNanos(), calls, timeToLive, most));
    setOrder(CachedQueries.ORDER + 1);
  }

  /** Whether the type is the interface of a Spring Data repository. */
  private static boolean repository(Class<?> type) {
    for (Class<?> one : ClassUtils.getAllInterfacesForClassAsSet(type)) {
      if (one.getName().equals(REPOSITORY)) {
        return true;
      }
    }
    return type.getName().equals(REPOSITORY);
  }

  static boolean eligible(Method method, Class<?> type) {
    Class<?> target = Target.of(type, method);
    Method specific = AopUtils.getMostSpecificMethod(method, target);
    if (Modifier.isStatic(specific.getModifiers())
        || !Modifier.isPublic(specific.getModifiers())
        || specific.getDeclaringClass() == Object.class
        || CacheAnnotations.plan(specific, target) != null
        || WRITES.stream().anyMatch(name -> AnnotatedElementUtils.isAnnotated(specific, name))) {
      return false;
    }
    Boolean readOnly = readOnly(specific);
    if (readOnly == null) {
      readOnly = readOnly(target);
    }
    boolean reads =
        repository(target)
            ? !Boolean.FALSE.equals(readOnly)
                && target.isInterface()
                && !specific.isDefault()
                && !specific.getDeclaringClass().getName().startsWith("org.springframework.")
                && specific.getName().matches("(find|get|query|search|read|stream|count|exists).*")
            : Boolean.TRUE.equals(readOnly)
                && AnnotatedElementUtils.hasAnnotation(
                    target, org.springframework.stereotype.Repository.class);
    return reads && ValueType.cacheable(ValueType.of(specific, target));
  }

  private static @Nullable Boolean readOnly(AnnotatedElement element) {
    AnnotationAttributes attributes =
        AnnotatedElementUtils.findMergedAnnotationAttributes(element, TRANSACTIONAL, false, false);
    return attributes == null ? null : attributes.getBoolean("readOnly");
  }

  private static final class ReadOnly extends StaticMethodMatcherPointcut {
    ReadOnly() {
      setClassFilter(type ->
          repository(type)
              || AnnotatedElementUtils.hasAnnotation(
                  type, org.springframework.stereotype.Repository.class));
    }

    @Override
    public boolean matches(Method method, Class<?> target) {
      return eligible(method, target);
    }
  }

  /** What the calls of one method have cost. */
  private static final class Cost {
    private final LongAdder calls = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private volatile @Nullable QueryRegion region;
  }

  private static final class Around implements MethodInterceptor {
    private final Supplier<TieredCaches> caches;
    private final long threshold;
    private final int calls;
    private final Duration timeToLive;
    private final int most;
    private final AtomicInteger opened = new AtomicInteger();
    private final ConcurrentMap<MethodClassKey, Cost> costs = new ConcurrentHashMap<>();

    Around(
        Supplier<TieredCaches> caches, long threshold, int calls, Duration timeToLive, int most) {
      this.caches = caches;
      this.threshold = threshold;
      this.calls = calls;
      this.timeToLive = timeToLive;
      this.most = most;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
      Class<?> target = Target.of(invocation);
      Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), target);
      Cost cost = costs.computeIfAbsent(new MethodClassKey(method, target), key -> new Cost());
      QueryRegion region = cost.region;
      if (region != null) {
        return region.answer(invocation);
      }
      long began = System.nanoTime();
      try {
        return invocation.proceed();
      } finally {
        cost.nanos.add(System.nanoTime() - began);
        cost.calls.increment();
        judge(cost, method, target);
      }
    }

    private void judge(Cost cost, Method method, Class<?> target) {
      long count = cost.calls.sum();
      if (count < calls || cost.nanos.sum() / count < threshold) {
        return;
      }
      synchronized (cost) {
        if (cost.region == null && opened.get() < most) {
          QueryRegion region = QueryRegion.open(caches.get(), method, target, "", timeToLive, true);
          cost.region = region;
          opened.incrementAndGet();
          LOGGER.info(
              "{}.{} took {} ms on average; its results are cached from now on, as {}.",
              target.getSimpleName(),
              method.getName(),
              cost.nanos.sum() / count / 1_000_000,
              region.name());
        }
      }
    }
  }
}
