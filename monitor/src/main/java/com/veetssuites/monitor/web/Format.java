package com.veetssuites.monitor.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Figures for people. */
final class Format {

  private Format() {}

  /** A duration in milliseconds: {@code 40 µs}, {@code 0.8 ms}, {@code 2.4 s}. */
  static String millis(double millis) {
    if (millis <= 0) {
      return "–";
    }
    if (millis < 0.1) {
      return text("%.0f µs", millis * 1_000);
    }
    if (millis < 10) {
      return text("%.1f ms", millis);
    }
    return millis < 1_000 ? text("%.0f ms", millis) : text("%.1f s", millis / 1_000);
  }

  static String nanos(double nanos) {
    return millis(nanos / 1e6);
  }

  /** A number with thin spaces between the thousands. */
  static String count(double number) {
    return text("%,d", Math.round(number)).replace(',', '\u202f');
  }

  /** So much a second, or a unit of work. */
  static String rate(double rate) {
    if (rate == 0) {
      return "0";
    }
    return rate < 10 ? text("%.2f", rate) : rate < 100 ? text("%.1f", rate) : count(rate);
  }

  /** A share from 0 to 1 as a percentage. */
  static String percent(double share) {
    double percent = share * 100;
    return percent == 0 || percent >= 99.95 || percent == Math.rint(percent)
        ? text("%.0f %%", percent)
        : text("%.1f %%", percent);
  }

  static String bytes(double bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return text(unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }

  /** How long something lasted or lasts: {@code 3 min}, {@code 2 d 4 h}. */
  static String lasting(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min";
    }
    return seconds < 86_400
        ? text("%d h %d min", seconds / 3_600, seconds % 3_600 / 60)
        : text("%d d %d h", seconds / 86_400, seconds % 86_400 / 3_600);
  }

  static String ago(Instant moment, Instant now) {
    return lasting(Duration.between(moment, now)) + " ago";
  }

  /** A moment in UTC, to the second. */
  static String moment(Instant moment) {
    return moment.toString().replace('T', ' ').replaceFirst("(\\.\\d+)?Z$", "");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
