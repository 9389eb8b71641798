package com.veetssuites.task;

import java.time.Duration;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/** Durations that a task can wait. */
public final class Durations {

  /** Beyond it a wait is a mistake of units rather than a wish. */
  static final Duration LONGEST = Duration.ofDays(3660);

  private Durations() {}

  /**
   * @param what names the setting in the error
   * @throws InvalidTasks when it is none
   */
  public static Duration parse(String text, String what) {
    try {
      return requireWait(DurationFormatterUtils.detectAndParse(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new InvalidTasks(
          "%s is \"%s\"; it must be a duration such as 500ms, 60s, 5m, 1h or 7d."
              .formatted(what, text),
          e);
    }
  }

  static Duration requireWait(Duration wait) {
    if (wait.isNegative() || wait.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A task cannot wait for %s: a wait is from 0 to %d days."
              .formatted(wait, LONGEST.toDays()));
    }
    return wait;
  }

  /** The pause after this one, when something is tried again and again. */
  static Duration doubled(Duration pause, Duration longest) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(longest) < 0 ? twice : longest;
  }
}
