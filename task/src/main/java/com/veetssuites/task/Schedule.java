package com.veetssuites.task;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** When something is enqueued again and again: by a cron expression, or at a fixed rate. */
public sealed interface Schedule {

  /** What is done about times at which no worker ran. */
  enum Missed {
    /** However many there were, it is enqueued once. */
    RUN_ONCE,
    /** It is not enqueued before the next time. */
    SKIP
  }

  /** By a cron expression of five fields, or of six with the second first. */
  record Cron(String expression, ZoneId zone) implements Schedule {

    private static final int WITH_SECONDS = 6;

    public Cron {
      var _ = parsed(expression);
    }

    @Override
    public @Nullable Instant after(Instant from, Instant last) {
      ZonedDateTime next = parsed(expression).next(from.atZone(zone));
      return next == null ? null : next.toInstant();
    }

    private static CronExpression parsed(String expression) {
      String fields = expression.strip();
      try {
        boolean named = fields.startsWith("@");
        return CronExpression.parse(
            named || fields.split("\\s+").length == WITH_SECONDS ? fields : "0 " + fields);
      } catch (IllegalArgumentException e) {
        throw new InvalidTasks(
            "\"%s\" is no cron expression: minute, hour, day of the month, month and day of the week, as in \"30 3 * * MON\" (%s)."
                .formatted(expression, e.getMessage()),
            e);
      }
    }

    @Override
    public String toString() {
      return "cron " + expression.strip() + " " + zone;
    }
  }

  /** At a fixed rate, counted from the time before. */
  record Every(Duration period) implements Schedule {

    public Every {
      if (period.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new InvalidTasks(
            "A schedule cannot run every %s: a second is the least.".formatted(period));
      }
      Durations.requireWait(period);
    }

    @Override
    public Instant after(Instant from, Instant last) {
      if (last.isAfter(from)) {
        return last;
      }
      long periods = Duration.between(last, from).toMillis() / period.toMillis() + 1;
      return last.plusMillis(periods * period.toMillis());
    }

    @Override
    public String toString() {
      return "every " + period;
    }
  }

  /**
   * The first time after an instant; null when there is none any more.
   *
   * @param last a time at which it was due
   */
  @Nullable Instant after(Instant from, Instant last);

  /** By a cron expression, in UTC. */
  static Schedule cron(String expression) {
    return new Cron(expression, ZoneOffset.UTC);
  }

  /** At a fixed rate. */
  static Schedule every(Duration period) {
    return new Every(period);
  }

  /** What {@link Object#toString()} of a schedule stands for. */
  static Schedule parse(String text) {
    if (text.startsWith("every ")) {
      return new Every(Duration.parse(text.substring("every ".length())));
    }
    int zone = text.lastIndexOf(' ');
    if (!text.startsWith("cron ") || zone < "cron ".length()) {
      throw new InvalidTasks("Not a schedule: " + text);
    }
    try {
      return new Cron(text.substring("cron ".length(), zone), ZoneId.of(text.substring(zone + 1)));
    } catch (DateTimeException e) {
      throw new InvalidTasks("Not a schedule: " + text, e);
    }
  }
}
