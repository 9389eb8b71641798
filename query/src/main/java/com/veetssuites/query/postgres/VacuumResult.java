package com.veetssuites.query.postgres;

import java.time.Duration;

/**
 * What vacuuming did to one table.
 *
 * @param message one sentence where there is something to say; empty otherwise
 * @param bytesBefore of the table with its indexes and its large values
 * @param deadBefore rows that were deleted or replaced and still took room
 */
public record VacuumResult(
    String schema,
    String table,
    Outcome outcome,
    String message,
    Duration took,
    long bytesBefore,
    long bytesAfter,
    long deadBefore,
    long deadAfter) {

  /** How it ended. */
  public enum Outcome {
    DONE,
    /** It would be vacuumed, but nothing was to be done. */
    PLANNED,
    /** Another session had it locked for longer than the wait. */
    SKIPPED,
    FAILED
  }
}
