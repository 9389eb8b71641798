package com.veetssuites.monitor;

import java.time.Instant;
import java.util.UUID;

/**
 * That an alert fired, or was resolved.
 *
 * @param id ascending in the order in which things happened
 * @param alert what it happened to
 * @param state firing or resolved
 * @param value that was measured
 * @param unit of value and threshold
 * @param sentence that says it to people
 */
public record AlertEvent(
    long id,
    UUID alert,
    String rule,
    String series,
    AlertState state,
    Instant at,
    double value,
    double threshold,
    AlertUnit unit,
    String sentence) {

  /** The same for everybody who is told of this event, and each time: for telling it once. */
  public String key() {
    return "alert:" + alert + ":" + state.label();
  }

  /** {@code 2.31 s} */
  public String valueText() {
    return unit.text(value);
  }

  /** {@code 2 s} */
  public String thresholdText() {
    return unit.text(threshold);
  }
}
