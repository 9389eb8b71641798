package com.veetssuites.monitor.spring;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Times each call of a method annotated {@link Timed}, or of a class that is, under the names and
 * tags of Micrometer's own aspect. What a method only begins is timed until it completes.
 */
public final class TimedInterceptor implements MethodInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(TimedInterceptor.class);

  private static final String NAME = "method.timed";
  private static final String NO_EXCEPTION = "none";

  private final Supplier<MeterRegistry> registry;

  /** By method and class: no more than an application has. */
  private final ConcurrentMap<Called, Optional<Timed>> annotations = new ConcurrentHashMap<>();

  /**
   * @param registry asked with each call, for methods may be called before it is there
   */
  public TimedInterceptor(Supplier<MeterRegistry> registry) {
    this.registry = registry;
  }

  private record Called(Class<?> type, Method method) {}

  @Override
  @SuppressWarnings("NullAway") // the interface does not say that methods return null
  public Object invoke(MethodInvocation invocation) throws Throwable {
    Class<?> type = AopUtils.getTargetClass(invocation.getThis());
    Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), type);
    var called = new Called(type, method);
    Timed timed = annotations.computeIfAbsent(called, TimedInterceptor::annotation).orElse(null);
    if (timed == null || timed.longTask()) {
      return invocation.proceed();
    }
    MeterRegistry meters = registry.get();
    Timer.Sample sample = Timer.start(meters);
    Object result;
    try {
      result = invocation.proceed();
    } catch (Throwable e) {
      stop(sample, timed, called, e, meters);
      throw e;
    }
    if (result instanceof CompletionStage<?> begun) {
      // The stage itself is given back: it can be cancelled, and is of the declared type.
      var unused =
          begun.whenComplete((value, failure) -> stop(sample, timed, called, failure, meters));
    } else {
      stop(sample, timed, called, null, meters);
    }
    return result;
  }

  private static Optional<Timed> annotation(Called called) {
    Timed own = AnnotatedElementUtils.findMergedAnnotation(called.method(), Timed.class);
    return Optional.ofNullable(
        own == null ? AnnotatedElementUtils.findMergedAnnotation(called.type(), Timed.class) : own);
  }

  private static void stop(
      Timer.Sample sample,
      Timed timed,
      Called called,
      @Nullable Throwable failure,
      MeterRegistry meters) {
    try {
      sample.stop(timer(timed, called, failure).register(meters));
    } catch (RuntimeException e) { // such as a meter of that name with other tags: the call is done
      LOG.debug("{} could not be timed", called.method(), e);
    }
  }

  private static Timer.Builder timer(Timed timed, Called called, @Nullable Throwable failure) {
    return Timer.builder(timed.value().isEmpty() ? NAME : timed.value())
        .tags(timed.extraTags())
        .tags(
            "class",
            called.type().getName(),
            "method",
            called.method().getName(),
            "exception",
            exception(failure))
        .description(timed.description().isEmpty() ? null : timed.description())
        .publishPercentileHistogram(timed.histogram())
        .publishPercentiles(timed.percentiles());
  }

  private static String exception(@Nullable Throwable failure) {
    if (failure == null) {
      return NO_EXCEPTION;
    }
    Throwable cause = failure.getCause();
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return (wrapped && cause != null ? cause : failure).getClass().getSimpleName();
  }
}
