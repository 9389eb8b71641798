package com.veetssuites.query.postgres;

import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStore;
import java.util.Comparator;
import java.util.List;

/**
 * A statement with what it has cost, from whatever counted it.
 *
 * @param sql without values
 * @param rows all calls together
 */
public record CostlyStatement(String sql, long calls, long rows, double totalMillis) {

  static final Comparator<CostlyStatement> COSTLIEST =
      Comparator.comparingDouble(CostlyStatement::totalMillis).reversed();

  /** What a store has counted, costliest first. */
  public static List<CostlyStatement> of(List<StatementSnapshot> snapshots) {
    return snapshots.stream()
        .map(each ->
            new CostlyStatement(each.sql(), each.calls(), each.rows(), each.totalNanos() / 1e6))
        .sorted(COSTLIEST)
        .toList();
  }

  /** Whether it stands for many, whose texts are not known. */
  boolean others() {
    return sql.equals(StatementStore.OTHER);
  }

  public double meanMillis() {
    return calls == 0 ? 0 : totalMillis / calls;
  }
}
