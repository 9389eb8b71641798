package com.veetssuites.monitor;

import java.util.Locale;

/** What a value of an alert counts. */
public enum AlertUnit {
  MILLISECONDS,
  /** From 0 to 1. */
  SHARE,
  NUMBER,
  PER_SECOND;

  private static final int SECOND = 1_000;
  private static final int MINUTE = 60 * SECOND;

  /** As in tables and documents: {@code per_second}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AlertUnit of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** A value as people read it: {@code 2.31 s}, {@code 78.5 %}, {@code 1240}. */
  public String text(double value) {
    return switch (this) {
      case MILLISECONDS -> duration(value);
      case SHARE -> digits(value * 100) + " %";
      case NUMBER -> digits(value);
      case PER_SECOND -> digits(value) + "/s";
    };
  }

  private static String duration(double millis) {
    if (millis < SECOND) {
      return digits(millis) + " ms";
    }
    return millis < 2 * MINUTE ? digits(millis / SECOND) + " s" : digits(millis / MINUTE) + " min";
  }

  private static String digits(double value) {
    int places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    String text = String.format(Locale.ROOT, "%." + places + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
