package com.veetssuites.query;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of an application with what each has cost.
 *
 * <p>It is bounded: when there are more different statements than it keeps, those that have cost
 * the least go on together as {@link #OTHER}, so that the sum over all is always true.
 */
public final class StatementStore {

  /** The text of the statements that are not kept apart. */
  public static final String OTHER = "(other statements)";

  private static volatile boolean exists;

  private static final Logger LOGGER = LoggerFactory.getLogger(StatementStore.class);

  /** A longer text is normalised each time, so that no heap is full of values. */
  private static final int LONGEST_KNOWN = 8_000;

  private final int most;
  private final Clock clock;

  /** By the text as it was sent, so that a known text needs no normalising; some point alike. */
  private final Map<String, StatementStatistics> byText = new ConcurrentHashMap<>();

  /** By the normalised text; guarded by itself. */
  private final Map<String, StatementStatistics> statements = new HashMap<>();

  private volatile Slow slow = new Slow(Long.MAX_VALUE, (statement, nanos) -> {});
  private volatile @Nullable Findings findings;

  private volatile int generation;
  private StatementStatistics other = new StatementStatistics(OTHER);

  /** Hears of each slow execution, in the thread that ran it; it must be quick. */
  @FunctionalInterface
  public interface SlowStatements {
    void slow(StatementStatistics statement, long nanos);
  }

  private record Slow(long nanos, SlowStatements listener) {}

  /**
   * @param most how many statements are kept apart, 10 or more
   */
  public StatementStore(int most, Clock clock) {
    if (most < 10) {
      throw new IllegalArgumentException(
          "At least 10 statements must be kept apart, not " + most + ".");
    }
    this.most = most;
    this.clock = clock;
    exists = true;
  }

  /** Also looks for what repeats within the scopes that statements run in. */
  public void watch(Findings watching) {
    findings = watching.enabled() ? watching : null;
  }

  /** Whether any statement of this program can be seen. */
  public static boolean exists() {
    return exists;
  }

  /** Whether anybody wants to know the values of statements. */
  public boolean watched() {
    return findings != null && QueryScope.current() != null;
  }

  /** Tells this one, from now on, of each execution that takes as long or longer. */
  public void onSlow(Duration threshold, SlowStatements listener) {
    slow = new Slow(threshold.toNanos(), listener);
  }

  /** The statement of a text as it is sent to the database. */
  public StatementStatistics of(String sql) {
    StatementStatistics known = byText.get(sql);
    return known == null ? add(sql) : known;
  }

  private StatementStatistics add(String sql) {
    String text = SqlText.normalise(sql);
    StatementStatistics statement;
    synchronized (statements) {
      statement = statements.get(text);
      if (statement == null) {
        if (statements.size() >= most) {
          shrink();
        }
        statement = new StatementStatistics(text);
        statements.put(text, statement);
      }
      if (byText.size() >= 8 * most) {
        byText.clear();
      }
      if (sql.length() <= LONGEST_KNOWN) {
        byText.put(sql, statement);
      }
    }
    return statement;
  }

  /** A tenth at a time, so that a flood of new statements does not search for each of them. */
  private void shrink() {
    List<StatementStatistics> least =
        statements.values().stream()
            .sorted(Comparator.comparingLong(StatementStatistics::total))
            .limit(Math.max(1, most / 10))
            .toList();
    byText.values().removeAll(least);
    for (StatementStatistics each : least) {
      statements.remove(each.sql());
      each.foldInto(other);
    }
  }

  /**
   * Counts an execution, for the statement and for the scopes of the calling thread.
   *
   * @param nanos from its start to its first rows
   * @param affected the rows that it wrote; those that it reads are told by {@link #read}
   */
  public void executed(StatementStatistics statement, long nanos, long affected, boolean failed) {
    executed(statement, nanos, affected, failed, 0, 0);
  }

  /**
   * Counts an execution, for the statement and for the scopes of the calling thread.
   *
   * @param nanos from its start to its first rows
   * @param affected the rows that it wrote; those that it reads are told by {@link #read}
   * @param values a hash of the values of its parameters
   * @param connection a hash of the connection, another for each transaction
   */
  public void executed(
      StatementStatistics statement,
      long nanos,
      long affected,
      boolean failed,
      long values,
      int connection) {
    long calls = statement.executed(nanos, affected, failed, clock.millis());
    if (isSampled(calls)) {
      CallSite site = CallSite.here();
      if (site != null) {
        statement.ranAt(site.toString());
      }
    }
    QueryScope scope = QueryScope.current();
    if (scope != null) {
      scope.executed(statement, nanos, affected, failed);
      Findings watching = findings;
      if (watching != null && !failed) {
        unharmed(() -> scope.watch(watching, statement, values, connection));
      }
    }
    Slow told = slow;
    if (nanos >= told.nanos()) {
      unharmed(() -> told.listener().slow(statement, nanos));
    }
  }

  /** What is only looked at must not make a statement fail that did not. */
  private static void unharmed(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOGGER.warn("A statement could not be looked at; it ran as ever.", e);
    }
  }

  /** The first, the 2nd, the 4th, … and then each 1024th: looking where it comes from costs. */
  private static boolean isSampled(long calls) {
    return (calls & (calls < 1024 ? calls - 1 : 1023)) == 0;
  }

  /**
   * Counts rows that were read from the result of a statement.
   *
   * @param nanos from the first row to the last
   */
  public void read(StatementStatistics statement, long rows, long nanos) {
    statement.read(rows);
    QueryScope scope = QueryScope.current();
    if (scope != null) {
      scope.read(rows, nanos);
    }
  }

  /** All of them, costliest first, {@link #OTHER} among them where there are others. */
  public List<StatementSnapshot> snapshot() {
    List<StatementStatistics> all;
    synchronized (statements) {
      all = Stream.concat(statements.values().stream(), Stream.of(other)).toList();
    }
    return all.stream()
        .map(StatementStatistics::snapshot)
        .filter(each -> each.calls() > 0)
        .sorted(Comparator.comparingLong(StatementSnapshot::totalNanos).reversed())
        .toList();
  }

  /** The statement of this id, or null. */
  public @Nullable StatementStatistics find(long id) {
    synchronized (statements) {
      return Stream.concat(statements.values().stream(), Stream.of(other))
          .filter(each -> each.id() == id)
          .findAny()
          .orElse(null);
    }
  }

  /** How often it has begun anew. */
  public int generation() {
    return generation;
  }

  /** Begins anew. */
  public void clear() {
    synchronized (statements) {
      StatementStatistics nowhere = new StatementStatistics(OTHER);
      statements.values().forEach(each -> each.foldInto(nowhere));
      statements.clear();
      byText.clear();
      other = new StatementStatistics(OTHER);
      generation++;
    }
  }
}
