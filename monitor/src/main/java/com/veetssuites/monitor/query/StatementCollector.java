package com.veetssuites.monitor.query;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Durations;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.query.Findings;
import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements by their id, and all of this node together. The texts are in the {@link
 * StatementStore}, and in the table {@code query_statements} for all nodes.
 */
public final class StatementCollector implements Collector {

  /** Statements of one frame, costliest of the whole time first; the rest counts for the node. */
  private static final int MOST = 200;

  private final String node;
  private final StatementStore store;
  private final @Nullable Findings findings;
  private final Map<Long, StatementSnapshot> before = new HashMap<>();
  private int generation;
  private long found;

  /**
   * @param node its name
   */
  public StatementCollector(String node, StatementStore store, @Nullable Findings findings) {
    this.node = node;
    this.store = store;
    this.findings = findings;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_TEN_SECONDS;
  }

  @Override
  public void collect(Frame.Builder frame) {
    if (store.generation() != generation) {
      generation = store.generation();
      before.clear();
    }
    long calls = 0;
    long errors = 0;
    long nanos = 0;
    long[] all = new long[Durations.BUCKETS];
    int told = 0;
    List<StatementSnapshot> snapshots = store.snapshot();
    for (StatementSnapshot now : snapshots) {
      StatementSnapshot old = before.put(now.id(), now);
      long more = now.calls() - (old == null ? 0 : old.calls());
      if (more <= 0) {
        continue;
      }
      long[] durations = now.histogram().clone();
      for (int i = 0; old != null && i < durations.length; i++) {
        durations[i] -= old.histogram()[i];
      }
      for (int i = 0; i < durations.length; i++) {
        all[i] += durations[i];
      }
      long failed = now.errors() - (old == null ? 0 : old.errors());
      long took = now.totalNanos() - (old == null ? 0 : old.totalNanos());
      calls += more;
      errors += failed;
      nanos += took;
      if (told++ < MOST) {
        frame.add(
            SeriesKind.STATEMENT,
            Long.toHexString(now.id()),
            Durations.of(durations),
            more,
            failed,
            now.rows() - (old == null ? 0 : old.rows()),
            took);
      }
    }
    if (before.size() > 2 * snapshots.size() + MOST) {
      before.keySet().retainAll(snapshots.stream().map(StatementSnapshot::id).toList());
    }
    if (calls > 0) {
      frame.add(SeriesKind.DATABASE, node, Durations.of(all), calls, errors, nanos);
    }
    collectFindings(frame);
  }

  private void collectFindings(Frame.Builder frame) {
    if (findings == null) {
      return;
    }
    long times = findings.all().stream().mapToLong(Findings.Seen::times).sum();
    if (times > found) {
      double unknown = Double.NaN;
      frame.add(
          SeriesKind.DATABASE, node, 0, 0, 0, unknown, unknown, unknown, unknown, times - found);
    }
    found = times;
  }
}
