package com.veetssuites.monitor;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is beyond its limit, of all nodes together, and what was. Any node looks at the rules, one
 * of them each ten seconds; what it finds is in the database, so that the next one goes on from
 * there. Without a database each node has alerts of its own. Safe for many threads.
 */
public final class Alerts {

  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  /** Shorter than the pace of a node, so that its own last time does not keep it from the next. */
  private static final Duration FRESH = Duration.ofSeconds(8);

  private final List<AlertRule> rules;
  private final AlertStore store;
  private final Figures figures;
  private final Clock clock;
  private final AlertEvaluation evaluation;

  /** Of the last time that the store answered. */
  private volatile List<AlertStatus> known = List.of();

  public Alerts(List<AlertRule> rules, AlertStore store, Figures figures, Clock clock) {
    this.rules = rules.stream().sorted(Comparator.comparing(AlertRule::name)).toList();
    this.store = store;
    this.figures = figures;
    this.clock = clock;
    this.evaluation = new AlertEvaluation(this.rules);
  }

  /** By which something is watched, in the order of their names. */
  public List<AlertRule> rules() {
    return rules;
  }

  /**
   * What is pending, firing or was resolved just now: firing first, then the newest first. While
   * the database does not answer, as it was known last.
   */
  public List<AlertStatus> current() {
    try {
      List<AlertStatus> current = new ArrayList<>(store.current());
      current.sort(
          Comparator.comparingInt((AlertStatus each) -> order(each.state()))
              .thenComparing(AlertStatus::since, Comparator.reverseOrder())
              .thenComparing(AlertStatus::rule)
              .thenComparing(AlertStatus::series));
      known = List.copyOf(current);
    } catch (SQLException e) {
      LOG.debug("The alerts could not be read", e);
    }
    return known;
  }

  private static int order(AlertState state) {
    return switch (state) {
      case FIRING -> 0;
      case PENDING -> 1;
      case RESOLVED -> 2;
    };
  }

  /**
   * What fired and was resolved, the newest first; nothing while the database does not answer.
   *
   * @param most at most 10 000
   */
  public List<AlertEvent> history(int most) {
    try {
      return store.history(Math.clamp(most, 0, AlertStore.MOST_EVENTS));
    } catch (SQLException e) {
      LOG.debug("The history of the alerts could not be read", e);
      return List.of();
    }
  }

  /** How many alerts of a rule are firing, as was known last. */
  public long firing(String rule) {
    return known.stream()
        .filter(each -> each.rule().equals(rule) && each.state() == AlertState.FIRING)
        .count();
  }

  /**
   * Looks at all rules, unless another node does or has just done so.
   *
   * @return whether it was this node
   */
  boolean evaluate() throws SQLException {
    Instant now = clock.instant();
    Instant since = now.minus(FRESH);
    boolean mine = false;
    if (store.due(since, now)) {
      Map<String, List<Frame>> frames = figures.frames(evaluation.longestWindow(), now);
      AlertEvaluation.Readings readings = evaluation.read(frames, now);
      mine = store.evaluate(since, now, states -> evaluation.next(states, readings, now));
    }
    current();
    return mine;
  }

  /** Removes the oldest events. */
  int prune() throws SQLException {
    return store.prune(clock.instant());
  }
}
