package com.veetssuites.query;

import com.veetssuites.query.QueryScope.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens scopes around work, and tells what is to be told when they close. */
public final class QueryScopes {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueryScopes.class);

  private static final List<Observer> OBSERVERS = new CopyOnWriteArrayList<>();

  private final int threshold;
  private final boolean debug;
  private final List<ClosedScopes> listeners;

  /** Hears of each scope that closes, in the thread of its work; it must be quick. */
  @FunctionalInterface
  public interface ClosedScopes {
    void closed(QueryScope scope);
  }

  /** Sees scopes open and close, in the threads of their work. */
  public interface Observer {
    void opened(QueryScope scope);

    void closed(QueryScope scope);
  }

  /** Work that may fail. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, X extends Throwable> {
    T run(QueryScope scope) throws X;
  }

  /**
   * @param threshold a scope with more statements is told in the log, at debug level
   */
  public QueryScopes(int threshold, List<ClosedScopes> listeners) {
    this(threshold, false, listeners);
  }

  /**
   * @param threshold a scope with more statements is told in the log, at debug level
   * @param debug whether every scope with a statement is told, at info level
   */
  public QueryScopes(int threshold, boolean debug, List<ClosedScopes> listeners) {
    this.threshold = threshold;
    this.debug = debug;
    this.listeners = new CopyOnWriteArrayList<>(listeners);
  }

  /** Does the work in a scope of its own. */
  public <T extends @Nullable Object, X extends Throwable> T call(
      Kind kind, String name, Work<T, X> work) throws X {
    return call(kind, name, threshold, work);
  }

  /**
   * Does the work in a scope of its own.
   *
   * @param above more statements than this are told in the log, at debug level
   */
  public <T extends @Nullable Object, X extends Throwable> T call(
      Kind kind, String name, int above, Work<T, X> work) throws X {
    QueryScope scope = new QueryScope(kind, name, QueryScope.current());
    OBSERVERS.forEach(observer -> observer.opened(scope));
    List<Finding> failures = List.of();
    T result;
    try {
      result = ScopedValue.where(QueryScope.CURRENT, scope).<T, X>call(() -> work.run(scope));
    } finally {
      failures = close(scope, above);
    }
    if (!failures.isEmpty()) {
      throw new StatementsRepeated(failures);
    }
    return result;
  }

  private List<Finding> close(QueryScope scope, int above) {
    List<QueryScope.Statement> statements = scope.statements();
    if (scope.parent() == null) {
      String name = scope.name();
      statements.forEach(each -> each.statistics().ranFor(name, each.calls()));
    }
    if (debug && scope.count() > 0) {
      LOGGER.info(describe(scope, statements));
    } else if (scope.count() > above && LOGGER.isDebugEnabled()) {
      LOGGER.debug(describe(scope, statements));
    }
    for (ClosedScopes listener : listeners) {
      unharmed(() -> listener.closed(scope));
    }
    List<Finding> failures = new ArrayList<>();
    unharmed(() -> failures.addAll(scope.conclude()));
    OBSERVERS.forEach(observer -> unharmed(() -> observer.closed(scope)));
    return failures;
  }

  /** Who listens does not decide how the work has ended. */
  private static void unharmed(Runnable listening) {
    try {
      listening.run();
    } catch (RuntimeException e) {
      LOGGER.warn("A listener of closed scopes has failed; the work has not.", e);
    }
  }

  private static String describe(QueryScope scope, List<QueryScope.Statement> statements) {
    StringBuilder text = new StringBuilder(256);
    text.append(
        "%s: %d statements, %d rows, %.1f ms executing, %.1f ms fetching, %.1f ms waiting for connections"
            .formatted(
                scope.name(),
                scope.count(),
                scope.rows(),
                scope.executingNanos() / 1e6,
                scope.fetchingNanos() / 1e6,
                scope.waitingNanos() / 1e6));
    for (QueryScope.Statement each : statements) {
      text.append("\n  ").append(each.calls()).append(" × ").append(each.sql());
    }
    scope
        .lazyLoads()
        .forEach(
            (what, loads) -> text.append("\n  ").append(what).append(" loaded by ").append(loads));
    return text.toString();
  }

  /** Shows the scopes of the whole program, whoever opens them; for tests. */
  public static void observe(Observer observer) {
    OBSERVERS.add(observer);
  }

  public static void leave(Observer observer) {
    OBSERVERS.remove(observer);
  }

  /** Tells this one too, from now on. */
  public void add(ClosedScopes listener) {
    listeners.add(listener);
  }

  public void remove(ClosedScopes listener) {
    listeners.remove(listener);
  }
}
