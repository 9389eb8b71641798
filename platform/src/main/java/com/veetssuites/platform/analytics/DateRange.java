package com.veetssuites.platform.analytics;

import com.veetssuites.platform.web.InvalidRequest;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Periods as text: a name that is meant from today's point of view, or two dates. */
final class DateRange {

  private static final Pattern LAST = Pattern.compile("last_([1-9][0-9]{0,2})_days");

  private DateRange() {}

  /**
   * The period that a text stands for. The named ones end yesterday, the last day that is over.
   *
   * @param text null for yesterday
   * @throws InvalidRequest when it stands for none, or for one that is empty or too long
   */
  static Period parse(@Nullable String text, LocalDate today) {
    LocalDate yesterday = today.minusDays(1);
    if (text == null || text.equals("yesterday")) {
      return new Period(yesterday, yesterday);
    }
    Matcher last = LAST.matcher(text);
    if (last.matches() && Integer.parseInt(last.group(1)) <= Period.MAX_DAYS) {
      return new Period(yesterday.minusDays(Integer.parseInt(last.group(1)) - 1L), yesterday);
    }
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new InvalidRequest(
          "date_range",
          "must be yesterday, last_7_days (1 to %d), or two dates such as 2026-01-01/2026-01-31"
              .formatted(Period.MAX_DAYS));
    }
    return Period.of(text.substring(0, slash), text.substring(slash + 1), today);
  }

  /** The text of a period. */
  static String format(Period period) {
    return period.first() + "/" + period.last();
  }
}
