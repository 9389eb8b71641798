package com.veetssuites.monitor;

import java.util.Locale;

/** Where an alert stands; what is neither of these is well. */
public enum AlertState {
  /** Beyond its limit, not yet for as long as its rule wants. */
  PENDING,
  FIRING,
  /** Within its limit again; it is shown for a quarter of an hour. */
  RESOLVED;

  /** As in tables and documents: {@code firing}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AlertState of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
