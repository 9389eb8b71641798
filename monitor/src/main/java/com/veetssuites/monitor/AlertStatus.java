package com.veetssuites.monitor;

import java.time.Instant;
import java.util.UUID;

/**
 * How something stands that a rule watches.
 *
 * @param id of this alert; the next time that the same thing happens it is another one
 * @param rule its name
 * @param series what is beyond its limit: {@code GET /api/courses/}; {@link SeriesId#OTHERS} where
 *     there are too many to tell apart
 * @param since when it came into this state
 * @param value as it was measured last
 * @param unit of value and threshold
 * @param sentence that says it to people
 */
public record AlertStatus(
    UUID id,
    String rule,
    String series,
    AlertState state,
    Instant since,
    double value,
    double threshold,
    AlertUnit unit,
    String sentence) {

  /** {@code 2.31 s} */
  public String valueText() {
    return unit.text(value);
  }

  /** {@code 2 s} */
  public String thresholdText() {
    return unit.text(threshold);
  }
}
