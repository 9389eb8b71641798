package com.veetssuites.query.junit;

import com.veetssuites.query.Baseline;
import com.veetssuites.query.Finding;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.StatementStore;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs each test in a scope of its own and judges what it has done. */
final class StatementsOfTests implements InvocationInterceptor {

  /** What tests that count statements hold, one at a time. */
  static final String LOCK = "com.veetssuites.query.junit.statements";

  private static final String RECORDER =
      "net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration";

  private static final QueryScopes SCOPES = new QueryScopes(Integer.MAX_VALUE, List.of());

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    watch(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    watch(invocation, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    watch(invocation, context);
  }

  private static void watch(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    QueryBudget budget = annotation(context, QueryBudget.class);
    NoNPlusOne none = annotation(context, NoNPlusOne.class);
    check(budget);
    saveBaselinesAtTheEnd(context);
    Observation observation = new Observation();
    QueryScopes.observe(observation);
    try {
      SCOPES.<@Nullable Void, Throwable>call(
          QueryScope.Kind.TEST, context.getDisplayName(), scope -> invocation.proceed());
      observation.await();
    } finally {
      QueryScopes.leave(observation);
    }
    if (!StatementStore.exists()) {
      throw new ExtensionConfigurationException(
          "No statement can be seen: the test has no application with a data source in which"
              + " com.veetssuites:query is at work (is veets.query.enabled false, or the slice"
              + " without a data source?).");
    }
    if (budget != null && observation.count() > budget.value()) {
      throw new AssertionError(tooMany(budget, observation));
    }
    if (none != null && none.value()) {
      judge(observation.findings());
    }
  }

  private static void check(@Nullable QueryBudget budget) {
    if (budget != null && budget.value() < 0) {
      throw new ExtensionConfigurationException(
          "@QueryBudget must be 0 or more, not " + budget.value() + ".");
    }
    try {
      Class.forName(RECORDER, false, StatementsOfTests.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ExtensionConfigurationException(
          "Statements are seen through a proxy of the data source: add"
              + " net.ttddyy.observation:datasource-micrometer-spring-boot to the test.",
          e);
    }
  }

  private static String tooMany(QueryBudget budget, Observation observation) {
    return "The test ran %d statements, %d are allowed:\n%s"
        .formatted(observation.count(), budget.value(), observation.describe());
  }

  private static void judge(List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw new AssertionError(
          findings.stream()
              .map(Finding::toString)
              .collect(Collectors.joining("\n", "Statements ran one by one:\n", "")));
    }
  }

  private static <A extends Annotation> @Nullable A annotation(
      ExtensionContext context, Class<A> type) {
    Optional<A> found =
        context.getTestMethod().flatMap(method -> AnnotationSupport.findAnnotation(method, type));
    for (Optional<ExtensionContext> each = Optional.of(context);
        found.isEmpty() && each.isPresent();
        each = each.get().getParent()) {
      found =
          each.get().getTestClass().flatMap(test -> AnnotationSupport.findAnnotation(test, type));
    }
    return found.orElse(null);
  }

  /** Once, when all tests of this program are over. */
  private static void saveBaselinesAtTheEnd(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(StatementsOfTests.class))
        .computeIfAbsent(
            "baselines",
            key -> (AutoCloseable) () -> Baseline.shared().forEach(Baseline::save),
            AutoCloseable.class);
  }
}
