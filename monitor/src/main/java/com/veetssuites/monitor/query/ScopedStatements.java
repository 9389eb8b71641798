package com.veetssuites.monitor.query;

import com.veetssuites.monitor.RouteStatements;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what requests do to the database, by route. */
public final class ScopedStatements implements RouteStatements, QueryScopes.ClosedScopes {

  /** Routes are patterns, so that there are no more than the application has. */
  private static final int MOST = 20_000;

  private final ConcurrentMap<String, Counts> byRoute = new ConcurrentHashMap<>();

  private record Counts(LongAdder requests, LongAdder statements, LongAdder nanos) {
    Counts() {
      this(new LongAdder(), new LongAdder(), new LongAdder());
    }
  }

  @Override
  public void closed(QueryScope scope) {
    if (scope.kind() != QueryScope.Kind.REQUEST || scope.parent() != null) {
      return;
    }
    String route = scope.name();
    Counts counts = byRoute.get(route);
    if (counts == null) {
      if (byRoute.size() >= MOST) {
        return;
      }
      counts = byRoute.computeIfAbsent(route, name -> new Counts());
    }
    counts.requests().increment();
    counts.statements().add(scope.count());
    counts.nanos().add(scope.executingNanos() + scope.fetchingNanos());
  }

  @Override
  public Did of(String route) {
    Counts counts = byRoute.get(route);
    return counts == null
        ? Did.NOTHING
        : new Did(counts.requests().sum(), counts.statements().sum(), counts.nanos().sum());
  }
}
