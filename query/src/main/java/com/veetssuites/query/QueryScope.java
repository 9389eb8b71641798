package com.veetssuites.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of work does to the database: a request, a task, a method annotated {@link
 * LogQueries}, a test.
 *
 * <p>It is bound to the thread that does the work; what runs in a scope within another counts for
 * both. {@link QueryScopes} opens them.
 */
public final class QueryScope {

  /** What kind of work it is. */
  public enum Kind {
    REQUEST,
    TASK,
    METHOD,
    TEST
  }

  /** Of how many different statements the calls are counted apart. */
  private static final int MOST_STATEMENTS = 256;

  static final ScopedValue<QueryScope> CURRENT = ScopedValue.newInstance();

  private final Kind kind;
  private final @Nullable QueryScope parent;
  private final long opened = System.nanoTime();
  private final List<Statement> statements = new ArrayList<>(6);
  private String name;
  private int count;
  private int errors;
  private long rows;
  private long executing;
  private long fetching;
  private long waiting;
  private @Nullable Repetitions repetitions;

  /** A statement and how often it ran. */
  public static final class Statement {
    private final StatementStatistics statistics;
    private int calls;

    // What Repetitions remembers of the last execution, apart from those that ran for a load.
    int ordinary;
    long values;
    int era;
    int connection;
    int writes;

    private Statement(StatementStatistics statistics) {
      this.statistics = statistics;
    }

    public StatementStatistics statistics() {
      return statistics;
    }

    public String sql() {
      return statistics.sql();
    }

    public int calls() {
      return calls;
    }
  }

  QueryScope(Kind kind, String name, @Nullable QueryScope parent) {
    this.kind = kind;
    this.name = name;
    this.parent = parent;
  }

  /** The innermost scope of the calling thread; null outside of any. */
  public static @Nullable QueryScope current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  public Kind kind() {
    return kind;
  }

  /** The route, as {@code GET /api/courses/{id}}; the type of the task; the method. */
  public synchronized String name() {
    return name;
  }

  /** Says what the work is, once that is known. */
  public synchronized void name(String known) {
    name = known;
  }

  /** The scope around this one. */
  public @Nullable QueryScope parent() {
    return parent;
  }

  /** Counts an execution of a statement, here and in the scopes around. */
  void executed(StatementStatistics statement, long nanos, long affected, boolean failed) {
    synchronized (this) {
      count++;
      errors += failed ? 1 : 0;
      rows += affected;
      executing += nanos;
      Statement entry = entry(statement);
      if (entry != null) {
        entry.calls++;
      }
    }
    if (parent != null) {
      parent.executed(statement, nanos, affected, failed);
    }
  }

  /** Looks whether the execution repeats another one of the same work. */
  void watch(Findings findings, StatementStatistics statement, long values, int connection) {
    if (kind == Kind.METHOD && parent != null) {
      parent.watch(findings, statement, values, connection);
      return;
    }
    Statement entry;
    Repetitions mine;
    synchronized (this) {
      entry = entry(statement);
      mine = repetitions;
      if (mine == null) {
        mine = new Repetitions(findings, this);
        repetitions = mine;
      }
    }
    if (entry != null) {
      mine.executed(entry, values, connection);
    }
  }

  private synchronized @Nullable Repetitions repetitions() {
    return repetitions;
  }

  /**
   * What it has run statement by statement so far and nobody has accepted; a method within other
   * work has none itself.
   */
  public List<Finding> findings() {
    Repetitions mine = repetitions();
    return mine == null ? List.of() : mine.findings().unaccepted(mine.found());
  }

  /** How many statements associations have taken that were loaded after their owners. */
  public Map<String, Integer> lazyLoads() {
    Repetitions mine = repetitions();
    return mine == null ? Map.of() : mine.loads();
  }

  /** Tells what was found, at its end; what is returned makes the work fail. */
  List<Finding> conclude() {
    Repetitions mine = repetitions();
    List<Finding> found = mine == null ? List.of() : mine.found();
    return mine == null || found.isEmpty() ? List.of() : mine.findings().report(found);
  }

  private @Nullable Statement entry(StatementStatistics statement) {
    for (Statement each : statements) {
      if (each.statistics == statement) {
        return each;
      }
    }
    if (statements.size() == MOST_STATEMENTS) {
      return null;
    }
    Statement added = new Statement(statement);
    statements.add(added);
    return added;
  }

  /** Counts rows that were read, and how long that took after the first were there. */
  void read(long count, long nanos) {
    synchronized (this) {
      rows += count;
      fetching += nanos;
    }
    if (parent != null) {
      parent.read(count, nanos);
    }
  }

  /** Counts how long a connection was waited for. */
  public void waited(long nanos) {
    synchronized (this) {
      waiting += nanos;
    }
    if (parent != null) {
      parent.waited(nanos);
    }
  }

  /** How many statements have run; a batch is one. */
  public synchronized int count() {
    return count;
  }

  /** How many of them failed. */
  public synchronized int errors() {
    return errors;
  }

  /** Rows read and written. */
  public synchronized long rows() {
    return rows;
  }

  /** Nanoseconds from the start of each statement to its first rows, together. */
  public synchronized long executingNanos() {
    return executing;
  }

  /** Nanoseconds from the first rows of each result to its last, together. */
  public synchronized long fetchingNanos() {
    return fetching;
  }

  /** Nanoseconds that the work has waited for connections. */
  public synchronized long waitingNanos() {
    return waiting;
  }

  /** Nanoseconds since the scope was opened. */
  public long elapsedNanos() {
    return System.nanoTime() - opened;
  }

  /** The statements in the order of their first call; of no more than 256. */
  public synchronized List<Statement> statements() {
    return List.copyOf(statements);
  }
}
