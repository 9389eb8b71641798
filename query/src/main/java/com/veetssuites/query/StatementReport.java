package com.veetssuites.query;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement has cost, in figures for people and for JSON.
 *
 * @param id hexadecimal; the same on every node for the same text
 * @param share of the database time of all statements, 0 to 1
 * @param totalMillis all executions together
 */
public record StatementReport(
    String id,
    String sql,
    long calls,
    long rows,
    long errors,
    double share,
    double totalMillis,
    double meanMillis,
    double minMillis,
    double maxMillis,
    double p50Millis,
    double p95Millis,
    double p99Millis,
    Instant firstSeen,
    Instant lastSeen,
    List<StatementSnapshot.Share> routes,
    List<StatementSnapshot.Share> callSites,
    @Nullable CapturedPlan plan) {

  /** The costliest of these statements; their shares are of all of them. */
  public static List<StatementReport> of(List<StatementSnapshot> statements, int most) {
    long all = statements.stream().mapToLong(StatementSnapshot::totalNanos).sum();
    return statements.stream().limit(most).map(each -> of(each, all)).toList();
  }

  private static StatementReport of(StatementSnapshot each, long all) {
    return new StatementReport(
        Long.toHexString(each.id()),
        each.sql(),
        each.calls(),
        each.rows(),
        each.errors(),
        all == 0 ? 0 : (double) each.totalNanos() / all,
        each.totalNanos() / 1e6,
        each.meanNanos() / 1e6,
        each.minNanos() / 1e6,
        each.maxNanos() / 1e6,
        each.percentileNanos(0.5) / 1e6,
        each.percentileNanos(0.95) / 1e6,
        each.percentileNanos(0.99) / 1e6,
        each.firstSeen(),
        each.lastSeen(),
        each.routes(),
        each.callSites(),
        each.plan());
  }
}
