package com.veetssuites.platform.recording;

import com.veetssuites.platform.download.Download;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What tells whether two answers are the same bytes: a strong entity tag, or a date of change that
 * lies far enough back (RFC 9110, sections 8.8.1 and 8.8.2.2).
 *
 * @param name of the header
 */
record Validator(String name, String value) {

  private static final String TAG = "ETag";
  private static final String DATE = "Last-Modified";
  private static final Duration SETTLED = Duration.ofMinutes(1);

  static Optional<Validator> of(Download answer) {
    return answer
        .header(TAG)
        .filter(tag -> tag.startsWith("\"") && tag.length() > 1)
        .map(tag -> new Validator(TAG, tag))
        .or(() ->
            answer
                .header(DATE)
                .filter(date -> isSettled(date, answer))
                .map(date -> new Validator(DATE, date)));
  }

  private static boolean isSettled(String changed, Download answer) {
    return answer.header("Date").filter(now -> areApart(changed, now)).isPresent();
  }

  private static boolean areApart(String changed, String now) {
    try {
      return Duration.between(parse(changed), parse(now)).compareTo(SETTLED) >= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Instant parse(String date) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
  }

  /**
   * Whether a part belongs to the same bytes: one with a tag has to show it, one with a date may.
   */
  boolean agreesWith(Download part) {
    return part.header(name).map(value::equals).orElse(name.equals(DATE));
  }
}
