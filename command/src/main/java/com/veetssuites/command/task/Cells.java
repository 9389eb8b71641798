package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as a person reads them in a table. */
final class Cells {

  private static final String NONE = "-";

  private Cells() {}

  /**
   * The first line of a text, at most that many characters. What tasks say of themselves reaches
   * the terminal through here: nothing in it may steer the terminal.
   */
  static String text(@Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return NONE;
    }
    String line = Output.plain(text.strip().lines().findFirst().orElse(""));
    if (line.length() <= most) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
    return line.substring(0, end) + "…";
  }

  /** To the second, in UTC. */
  static String time(@Nullable Instant time) {
    return time == null ? NONE : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** {@code 3.2 s}, {@code 4 m 10 s}, {@code 2 h 5 m}, {@code 3 d 4 h}. */
  static String span(Duration span) {
    Duration shown = span.isNegative() ? Duration.ZERO : span;
    if (shown.toMinutes() == 0) {
      return String.format(Locale.ROOT, "%.1f s", shown.toMillis() / 1e3);
    }
    if (shown.toHours() == 0) {
      return "%d m %d s".formatted(shown.toMinutes(), shown.toSecondsPart());
    }
    return shown.toDays() == 0
        ? "%d h %d m".formatted(shown.toHours(), shown.toMinutesPart())
        : "%d d %d h".formatted(shown.toDays(), shown.toHoursPart());
  }

  static String millis(@Nullable Double millis) {
    return millis == null ? NONE : String.format(Locale.ROOT, "%,.1f", millis);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1 task}, {@code 1,200 tasks}. */
  static String tasks(long count) {
    return count == 1 ? "1 task" : count(count) + " tasks";
  }

  /** {@code QUEUED} is {@code queued}. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
