package com.veetssuites.cache.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.support.AopUtils;

/** Which class or repository interface a call is meant for. */
final class Target {

  private Target() {}

  static Class<?> of(MethodInvocation invocation) {
    Object bean = invocation.getThis();
    Method method = invocation.getMethod();
    if (bean == null) {
      return method.getDeclaringClass();
    }
    return Proxy.isProxyClass(bean.getClass())
        ? of(bean.getClass(), method)
        : AopUtils.getTargetClass(bean);
  }

  /** Of a proxy, the interface that the method comes from, which binds its type variables. */
  static Class<?> of(Class<?> type, Method method) {
    if (Proxy.isProxyClass(type)) {
      for (Class<?> one : type.getInterfaces()) {
        if (method.getDeclaringClass().isAssignableFrom(one)) {
          return one;
        }
      }
    }
    return type;
  }
}
