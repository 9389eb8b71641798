package com.veetssuites.monitor;

/** Rules that cannot be meant: the start fails with the sentence that says why. */
public final class InvalidAlerts extends RuntimeException {

  public InvalidAlerts(String message) {
    super(message);
  }
}
