package com.veetssuites.query.junit;

import com.veetssuites.query.Finding;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The work that a program does during one test. Safe for many threads. */
final class Observation implements QueryScopes.Observer {

  /** An answer has often arrived before its request is over; a stream may never be. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private static final int MOST = 10_000;

  private final Thread thread = Thread.currentThread();
  private final List<QueryScope> others = new ArrayList<>();
  private final List<QueryScope> open = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable QueryScope own;

  @Override
  public synchronized void opened(QueryScope scope) {
    if (own == null && Thread.currentThread() == thread && scope.kind() == QueryScope.Kind.TEST) {
      own = scope;
    } else if (scope.parent() == null
        && (scope.kind() == QueryScope.Kind.REQUEST || scope.kind() == QueryScope.Kind.TASK)
        && others.size() < MOST) {
      others.add(scope);
      open.add(scope);
    }
  }

  @Override
  public synchronized void closed(QueryScope scope) {
    open.removeIf(each -> each == scope);
    if (isOurs(scope) && findings.size() < MOST) {
      findings.addAll(scope.findings());
    }
    notifyAll();
  }

  private boolean isOurs(QueryScope scope) {
    for (QueryScope each = scope; each != null; each = each.parent()) {
      QueryScope candidate = each;
      if (each == own || others.stream().anyMatch(other -> other == candidate)) {
        return true;
      }
    }
    return false;
  }

  /** Waits for the requests that have begun; not for long, and not for tasks. */
  synchronized void await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (open.stream().anyMatch(each -> each.kind() == QueryScope.Kind.REQUEST)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  synchronized List<Finding> findings() {
    return List.copyOf(findings);
  }

  private synchronized List<QueryScope> counted() {
    List<QueryScope> counted = new ArrayList<>();
    if (own != null) {
      counted.add(own);
    }
    others.stream().filter(each -> each.kind() == QueryScope.Kind.REQUEST).forEach(counted::add);
    return counted;
  }

  int count() {
    return counted().stream().mapToInt(QueryScope::count).sum();
  }

  /** The statements with how often each ran, in the order of their first call. */
  String describe() {
    Map<String, Integer> calls = new LinkedHashMap<>();
    for (QueryScope each : counted()) {
      each.statements()
          .forEach(statement -> calls.merge(statement.sql(), statement.calls(), Integer::sum));
    }
    return calls.entrySet().stream()
        .map(each -> "  " + each.getValue() + " × " + each.getKey())
        .collect(Collectors.joining("\n"));
  }
}
