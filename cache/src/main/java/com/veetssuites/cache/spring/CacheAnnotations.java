package com.veetssuites.cache.spring;

import com.veetssuites.cache.TieredCaches;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.MethodClassKey;
import org.springframework.core.Ordered;

/**
 * The advice around Spring's own cache advice, and around its transactions.
 *
 * <p>Spring looks a value up, calls the method and then stores what it returned, as if nothing had
 * happened in between. So the position in the log is taken here, before all of it, and what the
 * method reads is collected here; {@link RegionCache} stores with these. A value that was read
 * before an invalidation is then not served, however late it is stored.
 */
public final class CacheAnnotations extends DefaultPointcutAdvisor {

  private static final CacheOperationSource SOURCE = new AnnotationCacheOperationSource(false);

  /**
   * An advisor that runs before those of transactions and of Spring's cache.
   *
   * @param caches asked for with the first call, for advisors are there before other beans
   */
  public CacheAnnotations(Supplier<TieredCaches> caches, Supplier<TieredCacheManager> manager) {
    super(new Annotated(), new Around(caches, manager));
    setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
  }

  /** Whether a class may have cache annotations at all. */
  static boolean candidate(Class<?> type) {
    return SOURCE.isCandidateClass(type);
  }

  /** What a method does to caches; null when it does nothing. */
  static @Nullable Plan plan(Method method, Class<?> target) {
    Collection<CacheOperation> operations = SOURCE.getCacheOperations(method, target);
    if (operations == null || operations.isEmpty()) {
      return null;
    }
    Set<String> filled = new HashSet<>();
    Set<String> replaced = new HashSet<>();
    for (CacheOperation operation : operations) {
      boolean ours =
          operation.getCacheManager().isEmpty() && operation.getCacheResolver().isEmpty();
      if (ours && operation instanceof CacheableOperation) {
        filled.addAll(operation.getCacheNames());
      } else if (ours && operation instanceof CachePutOperation) {
        replaced.addAll(operation.getCacheNames());
      }
    }
    return new Plan(filled, replaced);
  }

  /** The caches that the results of a method fill, and those in which they replace values. */
  record Plan(Set<String> filled, Set<String> replaced) {

    void declare(TieredCacheManager manager, Method method, Class<?> target) {
      filled.forEach(cache -> manager.declare(cache, method, target));
      replaced.forEach(cache -> manager.declare(cache, method, target));
    }
  }

  private static final class Annotated extends StaticMethodMatcherPointcut {
    Annotated() {
      setClassFilter(CacheAnnotations::candidate);
    }

    @Override
    public boolean matches(Method method, Class<?> target) {
      return plan(method, target) != null;
    }
  }

  private static final class Around implements MethodInterceptor {
    private final Supplier<TieredCaches> caches;
    private final Supplier<TieredCacheManager> manager;
    private final ConcurrentMap<MethodClassKey, Plan> plans = new ConcurrentHashMap<>();

    Around(Supplier<TieredCaches> caches, Supplier<TieredCacheManager> manager) {
      this.caches = caches;
      this.manager = manager;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
      Plan plan = planOf(invocation);
      CachedCall call =
          new CachedCall(
              invocation.getArguments(), plan.filled(), plan.replaced(), System.nanoTime());
      return ScopedValue.where(CachedCall.CURRENT, call)
          .<@Nullable Object, Throwable>call(() -> caches.get().collect(invocation::proceed));
    }

    private Plan planOf(MethodInvocation invocation) {
      Method method = invocation.getMethod();
      Class<?> target = Target.of(invocation);
      return plans.computeIfAbsent(
          new MethodClassKey(method, target),
          key -> {
            Plan plan = plan(method, target);
            if (plan == null) {
              return new Plan(Set.of(), Set.of());
            }
            plan.declare(manager.get(), method, target);
            return plan;
          });
    }
  }
}
