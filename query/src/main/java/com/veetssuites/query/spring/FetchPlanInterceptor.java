package com.veetssuites.query.spring;

import com.veetssuites.query.hibernate.FetchPlans;
import java.lang.reflect.Method;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/** The fetch plan of a method around its calls. */
public final class FetchPlanInterceptor implements MethodInterceptor {

  private final PlannedMethods methods;
  private final @Nullable Class<?> repository;
  private final @Nullable Class<?> domain;

  /** Around methods of beans. */
  public FetchPlanInterceptor(PlannedMethods methods) {
    this.methods = methods;
    this.repository = null;
    this.domain = null;
  }

  /** Around methods of a repository. */
  public FetchPlanInterceptor(PlannedMethods methods, Class<?> repository, Class<?> domain) {
    this.methods = methods;
    this.repository = repository;
    this.domain = domain;
  }

  @Override
  @SuppressWarnings("NullAway") // the interface does not say that methods return null
  public Object invoke(MethodInvocation invocation) throws Throwable {
    Class<?> type = repository != null ? repository : AopUtils.getTargetClass(invocation.getThis());
    Method method =
        repository != null
            ? invocation.getMethod()
            : AopUtils.getMostSpecificMethod(invocation.getMethod(), type);
    return proceed(methods.of(type, method, domain), 0, invocation);
  }

  @SuppressWarnings("NullAway")
  private static Object proceed(List<FetchPlans.Plan> plans, int at, MethodInvocation invocation)
      throws Throwable {
    return at == plans.size()
        ? invocation.proceed()
        : plans.get(at).<Object, Throwable>call(() -> proceed(plans, at + 1, invocation));
  }
}
