package com.veetssuites.response;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the annotations write them: {@code 300}, {@code 300s}, {@code 5m}, {@code PT5M}. */
final class Durations {

  private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d|)");

  private Durations() {}

  /**
   * The duration, never negative.
   *
   * @throws IllegalArgumentException when the text is none
   */
  static Duration parse(String text) {
    Matcher simple = SIMPLE.matcher(text.strip());
    if (simple.matches()) {
      long amount = Long.parseLong(simple.group(1));
      return switch (simple.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        case "d" -> Duration.ofDays(amount);
        default -> Duration.ofSeconds(amount);
      };
    }
    try {
      Duration parsed = Duration.parse(text.strip());
      if (!parsed.isNegative()) {
        return parsed;
      }
    } catch (DateTimeParseException e) {
      // Told below, with what would be right.
    }
    throw new IllegalArgumentException("'" + text + "' is not a duration such as 5m, 300s or PT5M");
  }
}
