package com.veetssuites.monitor.webhook;

import com.veetssuites.monitor.AlertEvent;
import com.veetssuites.monitor.AlertState;
import java.time.Instant;
import java.util.UUID;

/**
 * What a webhook is told.
 *
 * @param schema version of this document; fields may be added within one
 * @param id the same each time that this event is told
 * @param event {@code fired} or {@code resolved}
 * @param alert the same for what fired and for its being resolved
 * @param unit {@code milliseconds}, {@code share} (from 0 to 1), {@code number} or {@code
 *     per_second}
 */
record AlertMessage(
    int schema,
    String id,
    String event,
    UUID alert,
    String rule,
    String series,
    Instant at,
    double value,
    double threshold,
    String unit,
    String sentence) {

  private static final int SCHEMA = 1;

  static AlertMessage of(AlertEvent event) {
    return new AlertMessage(
        SCHEMA,
        event.key(),
        event.state() == AlertState.FIRING ? "fired" : "resolved",
        event.alert(),
        event.rule(),
        event.series(),
        event.at(),
        event.value(),
        event.threshold(),
        event.unit().label(),
        event.sentence());
  }
}
