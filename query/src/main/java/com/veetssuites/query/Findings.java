package com.veetssuites.query;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application runs statement by statement that one statement could do: each fault once,
 * with how often it was seen and the worst of it. Safe for many threads.
 *
 * <p>It is bounded: once there are as many faults as it keeps, further ones are only counted.
 */
public final class Findings {

  private static final Logger LOGGER = LoggerFactory.getLogger(Findings.class);

  /** What is done about a finding, besides keeping it. */
  public enum Action {
    /** Nothing is looked for. */
    OFF,
    /** It is counted and shown. */
    METRIC,
    /** It is told in the log, at its 1st, 10th, 100th, … time. */
    LOG,
    /** The work fails at its end; for development. */
    FAIL
  }

  /** A fault, with the worst that was seen of it. */
  public record Seen(Finding worst, long times, Instant first, Instant last) {}

  private final int threshold;
  private final Action action;
  private final int most;
  private final Baseline baseline;
  private final Clock clock;
  private final List<Associations> associations = new CopyOnWriteArrayList<>();
  private final List<Consumer<Finding>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Seen> seen = new HashMap<>();
  private long left;

  /**
   * @param threshold from how many statements on it is a finding, 2 or more
   * @param most how many faults are kept
   * @param baseline those that are known and accepted
   */
  public Findings(int threshold, Action action, int most, Baseline baseline, Clock clock) {
    if (threshold < 2) {
      throw new IllegalArgumentException(
          "One statement repeats nothing: the threshold of findings must be 2 or more, not "
              + threshold
              + ".");
    }
    if (most < 1) {
      throw new IllegalArgumentException("At least one finding must be kept, not " + most + ".");
    }
    this.threshold = threshold;
    this.action = action;
    this.most = most;
    this.baseline = baseline;
    this.clock = clock;
  }

  /** From how many statements on it is a finding. */
  public int threshold() {
    return threshold;
  }

  /** Whether anything is looked for. */
  public boolean enabled() {
    return action != Action.OFF;
  }

  /** The faults that are known and accepted. */
  public Baseline baseline() {
    return baseline;
  }

  /** Asks this one too what is associated with what. */
  public void add(Associations source) {
    associations.add(source);
  }

  List<Associations> associations() {
    return associations;
  }

  /** Tells each finding that is not accepted, each time, in the thread of the work. */
  public void add(Consumer<Finding> listener) {
    listeners.add(listener);
  }

  /**
   * Keeps and tells what a piece of work has shown.
   *
   * @return what makes the work fail; empty unless that was asked for
   */
  List<Finding> report(List<Finding> found) {
    List<Finding> told = unaccepted(found);
    for (Finding each : told) {
      long times = keep(each);
      if (action == Action.LOG && isPowerOfTen(times)) {
        LOGGER.warn("{}{}", each, times == 1 ? "" : " Seen " + times + " times.");
      }
      listeners.forEach(listener -> listener.accept(each));
    }
    return action == Action.FAIL ? told : List.of();
  }

  List<Finding> unaccepted(List<Finding> found) {
    return found.stream().filter(each -> !baseline.accepts(each)).toList();
  }

  /** How often it was seen; 0 when it has no place any more. */
  private synchronized long keep(Finding finding) {
    Instant now = clock.instant();
    Seen before = seen.get(finding.key());
    if (before == null && seen.size() >= most) {
      if (left++ == 0) {
        LOGGER.warn("There are more than {} findings; further ones are counted only.", most);
      }
      return 0;
    }
    Seen after =
        before == null
            ? new Seen(finding, 1, now, now)
            : new Seen(
                finding.statements() > before.worst().statements() ? finding : before.worst(),
                before.times() + 1,
                before.first(),
                now);
    seen.put(finding.key(), after);
    return after.times();
  }

  private static boolean isPowerOfTen(long times) {
    long power = 1;
    while (power < times) {
      power *= 10;
    }
    return power == times;
  }

  /** All that are kept, the most statements first. */
  public synchronized List<Seen> all() {
    return seen.values().stream()
        .sorted(
            Comparator.comparingLong((Seen each) -> each.times() * each.worst().statements())
                .reversed())
        .toList();
  }

  /** The fault of this key, or null. */
  public synchronized @Nullable Seen find(String key) {
    return seen.get(key);
  }

  /** How many had no place. */
  public synchronized long left() {
    return left;
  }

  /** Begins anew. */
  public synchronized void clear() {
    seen.clear();
    left = 0;
  }
}
