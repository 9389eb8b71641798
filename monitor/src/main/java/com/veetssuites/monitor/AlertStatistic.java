package com.veetssuites.monitor;

import java.util.Locale;

/** What is made of all that was measured in a window. */
public enum AlertStatistic {
  P50,
  P95,
  P99,
  MEAN,
  MAX,
  MIN,
  /** As it was measured last. */
  LAST,
  SHARE,
  SUM,
  RATE;

  /** As in settings: {@code p95}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
