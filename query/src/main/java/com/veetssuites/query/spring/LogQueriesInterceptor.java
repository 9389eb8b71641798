package com.veetssuites.query.spring;

import com.veetssuites.query.LogQueries;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** A scope around each call of a method annotated {@link LogQueries}. */
public final class LogQueriesInterceptor implements MethodInterceptor {

  private final QueryScopes scopes;
  private final int threshold;

  /**
   * @param threshold for annotations that name none
   */
  public LogQueriesInterceptor(QueryScopes scopes, int threshold) {
    this.scopes = scopes;
    this.threshold = threshold;
  }

  @Override
  @SuppressWarnings("NullAway") // the interface does not say that methods return null
  public Object invoke(MethodInvocation invocation) throws Throwable {
    Class<?> type = AopUtils.getTargetClass(invocation.getThis());
    Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), type);
    LogQueries annotation = AnnotatedElementUtils.findMergedAnnotation(method, LogQueries.class);
    if (annotation == null) {
      annotation = AnnotatedElementUtils.findMergedAnnotation(type, LogQueries.class);
    }
    int above = annotation == null || annotation.above() < 0 ? threshold : annotation.above();
    return scopes.<Object, Throwable>call(
        QueryScope.Kind.METHOD,
        type.getSimpleName() + "." + method.getName(),
        above,
        scope -> invocation.proceed());
  }
}
