package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.AlertUnit;
import com.veetssuites.monitor.InvalidAlerts;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values as people write them: {@code 2s}, {@code 100ms}, {@code 80%}, {@code 1000}. */
final class AlertValues {

  private static final Pattern VALUE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(\\S{0,4})");

  private AlertValues() {}

  /**
   * @param setting its name, for the sentence
   */
  static double read(String setting, String text, AlertUnit unit) {
    Matcher value = VALUE.matcher(text.strip());
    if (value.matches()) {
      double factor = factor(value.group(2).toLowerCase(Locale.ROOT), unit);
      if (factor > 0) {
        return Double.parseDouble(value.group(1)) * factor;
      }
    }
    throw new InvalidAlerts(
        "%s is \"%s\"; it must be %s."
            .formatted(
                setting,
                text,
                switch (unit) {
                  case MILLISECONDS -> "a duration such as 2s or 100ms";
                  case SHARE -> "a share such as 80% or 0.8";
                  case NUMBER -> "a number such as 1000";
                  case PER_SECOND -> "how often in a second, such as 20 or 20/s";
                }));
  }

  /** A share of 0 to 1. */
  static double share(String setting, String text) {
    double share = read(setting, text, AlertUnit.SHARE);
    if (share > 1) {
      throw new InvalidAlerts(
          "%s is \"%s\"; it must be from 0%% to 100%%.".formatted(setting, text));
    }
    return share;
  }

  private static double factor(String suffix, AlertUnit unit) {
    return switch (unit) {
      case MILLISECONDS ->
          switch (suffix) {
            case "us" -> 0.001;
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
          };
      case SHARE -> suffix.equals("%") ? 0.01 : suffix.isEmpty() ? 1 : 0;
      case NUMBER -> suffix.isEmpty() ? 1 : 0;
      case PER_SECOND -> suffix.isEmpty() || suffix.equals("/s") ? 1 : 0;
    };
  }
}
