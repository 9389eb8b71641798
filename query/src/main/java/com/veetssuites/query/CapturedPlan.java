package com.veetssuites.query;

import java.time.Instant;

/**
 * How the database runs a statement, looked at once and without running it.
 *
 * @param text the tree of the plan, a line a step, as EXPLAIN prints it; without any value that the
 *     statement ran with
 * @param cost the planner's estimate for the whole, in its own units
 * @param capturedMillis milliseconds of the epoch
 */
public record CapturedPlan(String text, double cost, long capturedMillis) {

  public Instant captured() {
    return Instant.ofEpochMilli(capturedMillis);
  }
}
