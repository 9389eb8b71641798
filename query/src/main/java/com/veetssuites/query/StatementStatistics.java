package com.veetssuites.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one statement has cost so far, whatever its values were. Safe for many threads. */
public final class StatementStatistics {

  /** Of how many routes and call sites the calls are counted; the rest is counted together. */
  private static final int MOST_NAMES = 16;

  private final String sql;
  private final long id;
  private final SqlTraits traits;
  private final Histogram times = new Histogram();
  private final Map<String, Long> routes = new HashMap<>(4);
  private final Map<String, Long> callSites = new HashMap<>(4);
  private long calls;
  private long rows;
  private long errors;
  private long total;
  private long least = Long.MAX_VALUE;
  private long most;
  private long firstSeen;
  private long lastSeen;
  private @Nullable CapturedPlan plan;

  /** Where this is counted once it has no place of its own any more. */
  private @Nullable StatementStatistics successor;

  StatementStatistics(String sql) {
    this.sql = sql;
    this.id = fingerprint(sql);
    this.traits = SqlTraits.of(sql);
  }

  /** The normalised text. */
  public String sql() {
    return sql;
  }

  SqlTraits traits() {
    return traits;
  }

  /** The same on every node for the same text. */
  public long id() {
    return id;
  }

  /** FNV-1a, 64 bit. */
  private static long fingerprint(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /**
   * Counts an execution.
   *
   * @param nanos from its start to its first rows
   * @param affected the rows that it wrote; those that it reads are told by {@link #read}
   * @param now milliseconds of the epoch
   * @return how many there have been
   */
  long executed(long nanos, long affected, boolean failed, long now) {
    StatementStatistics next;
    long count;
    synchronized (this) {
      next = successor;
      count = calls + 1;
      if (next == null) {
        firstSeen = calls == 0 ? now : firstSeen;
        lastSeen = now;
        calls++;
        rows += affected;
        errors += failed ? 1 : 0;
        total += nanos;
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
        times.record(nanos);
      }
    }
    return next == null ? count : next.executed(nanos, affected, failed, now);
  }

  /** Counts rows that were read from a result. */
  void read(long count) {
    StatementStatistics next;
    synchronized (this) {
      next = successor;
      if (next == null) {
        rows += count;
      }
    }
    if (next != null) {
      next.read(count);
    }
  }

  /** Counts calls of a route, such as {@code GET /api/courses}. */
  synchronized void ranFor(String route, long count) {
    if (successor == null) {
      count(routes, route, count);
    }
  }

  /** Counts a call of a place in the program, such as {@code CourseCatalog.java:88}. */
  synchronized void ranAt(String callSite) {
    if (successor == null) {
      count(callSites, callSite, 1);
    }
  }

  /** Keeps how the database runs it, in place of an older plan. */
  public synchronized void plan(CapturedPlan captured) {
    plan = captured;
  }

  private static void count(Map<String, Long> names, String name, long count) {
    String key = names.size() < MOST_NAMES || names.containsKey(name) ? name : "(others)";
    names.merge(key, count, Long::sum);
  }

  /** Moves everything there, now and from now on. */
  void foldInto(StatementStatistics other) {
    synchronized (this) {
      if (successor != null || calls == 0) {
        successor = other;
        return;
      }
      successor = other;
    }
    // Nothing is written here any more, so it can be read without a lock.
    other.add(this);
  }

  private synchronized void add(StatementStatistics gone) {
    firstSeen = calls == 0 ? gone.firstSeen : Math.min(firstSeen, gone.firstSeen);
    lastSeen = Math.max(lastSeen, gone.lastSeen);
    calls += gone.calls;
    rows += gone.rows;
    errors += gone.errors;
    total += gone.total;
    least = Math.min(least, gone.least);
    most = Math.max(most, gone.most);
    times.add(gone.times.counts());
  }

  /** How much time it has taken in all, in nanoseconds. */
  synchronized long total() {
    return total;
  }

  /** All of this at one moment. */
  public synchronized StatementSnapshot snapshot() {
    long[] counts = times.counts();
    return new StatementSnapshot(
        id,
        sql,
        calls,
        rows,
        errors,
        total,
        calls == 0 ? 0 : least,
        most,
        counts,
        firstSeen,
        lastSeen,
        ranked(routes),
        ranked(callSites),
        plan);
  }

  private static List<StatementSnapshot.Share> ranked(Map<String, Long> names) {
    List<StatementSnapshot.Share> shares = new ArrayList<>();
    names.forEach((name, count) -> shares.add(new StatementSnapshot.Share(name, count)));
    shares.sort(Comparator.comparingLong(StatementSnapshot.Share::calls).reversed());
    return List.copyOf(shares);
  }
}
