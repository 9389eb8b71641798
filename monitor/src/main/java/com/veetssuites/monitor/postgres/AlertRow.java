package com.veetssuites.monitor.postgres;

import java.time.Instant;
import java.util.UUID;

/**
 * How an alert stands, or came to stand.
 *
 * @param at since when
 */
public record AlertRow(
    UUID alert,
    String rule,
    String series,
    String state,
    Instant at,
    double value,
    double threshold,
    String unit,
    String sentence) {

  /** Whether both are about the same. */
  public boolean sameSeries(AlertRow other) {
    return rule.equals(other.rule) && series.equals(other.series);
  }
}
