package com.veetssuites.monitor;

import java.util.Locale;

/** A way to tell people of an alert. */
public enum AlertChannel {
  LOG,
  /** Sent by the application, which listens to {@link AlertFired} and {@link AlertResolved}. */
  MAIL,
  WEBHOOK;

  /** As in settings: {@code mail}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
