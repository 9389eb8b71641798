package com.veetssuites.platform.analytics;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.web.InvalidRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whole days in UTC.
 *
 * @param first the first day
 * @param last the last day, included
 */
record Period(LocalDate first, LocalDate last) {

  static final int DEFAULT_DAYS = 30;
  static final int MAX_DAYS = 366;

  private static final Pattern DATE = Pattern.compile("[12]\\d{3}-\\d{2}-\\d{2}");

  /**
   * The period that a client asks for: without an end up to today, without a beginning the last 30
   * days.
   *
   * @throws InvalidRequest when a date is none, or the period is empty or too long
   */
  static Period of(@Nullable String from, @Nullable String to, LocalDate today) {
    LocalDate last = to == null || to.isEmpty() ? today : parse("date_to", to);
    LocalDate first =
        from == null || from.isEmpty()
            ? last.minusDays(DEFAULT_DAYS - 1L)
            : parse("date_from", from);
    if (first.isAfter(last)) {
      throw new InvalidRequest(
          "date_from",
          "must not lie after date_to, which is %s%s"
              .formatted(last, to == null || to.isEmpty() ? " (today) by default" : ""));
    }
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    if (days > MAX_DAYS) {
      throw new InvalidRequest(
          "date_from",
          "must lie at most %d days before date_to: from %s to %s are %d"
              .formatted(MAX_DAYS, first, last, days));
    }
    return new Period(first, last);
  }

  private static LocalDate parse(String field, String text) {
    try {
      if (DATE.matcher(text).matches()) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeException e) {
      // answered below, as any other text that is no date
    }
    throw new InvalidRequest(field, "must be a date such as 2026-01-31");
  }

  /** The first moment. */
  OffsetDateTime start() {
    return first.atStartOfDay().atOffset(UTC);
  }

  /** The first moment after. */
  OffsetDateTime end() {
    return last.plusDays(1).atStartOfDay().atOffset(UTC);
  }
}
