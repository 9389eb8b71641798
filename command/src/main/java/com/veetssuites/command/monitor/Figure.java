package com.veetssuites.command.monitor;

import com.veetssuites.command.Output;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A figure as a person reads it, and whether it is one to worry about. */
record Figure(String text, boolean alarming) {

  /** Above these the seed wants somebody to be told. */
  static final double RESPONSE_MS = 2_000;

  static final double QUERY_MS = 100;
  static final double HIT_RATE = 0.8;
  static final long QUEUE = 1_000;
  static final double MEMORY = 0.8;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  Figure when(boolean alarm) {
    return new Figure(text, alarm);
  }

  static Figure text(String text) {
    return new Figure(Output.plain(text), false);
  }

  static Figure count(JsonNode number) {
    return text(String.format(Locale.ROOT, "%,d", number.asLong()));
  }

  /** What should be none. */
  static Figure faults(JsonNode number) {
    return count(number).when(number.asLong() > 0);
  }

  /** Milliseconds; short ones with the digits that they need. */
  static Figure millis(JsonNode number) {
    return millis(number.asDouble());
  }

  static Figure millis(double millis) {
    String format =
        millis >= 100 ? "%,.0f" : millis >= 1 ? "%.1f" : millis >= 0.01 ? "%.3f" : "%.5f";
    return text(millis == 0 ? "0" : String.format(Locale.ROOT, format, millis));
  }

  static Figure millis(JsonNode number, double most) {
    return millis(number).when(number.asDouble() > most);
  }

  static Figure rate(JsonNode number) {
    return text(String.format(Locale.ROOT, "%,.1f", number.asDouble()));
  }

  /** A share from 0 to 1. */
  static Figure percent(double share) {
    return text(String.format(Locale.ROOT, "%.1f %%", share * 100));
  }

  /** Of reads that were hits; of too few reads none is bad. */
  static Figure hitRate(JsonNode of) {
    long reads =
        of.path("local_hits").asLong()
            + of.path("remote_hits").asLong()
            + of.path("misses").asLong();
    double rate = of.path("hit_rate").asDouble();
    return reads == 0 ? text("-") : percent(rate).when(rate < HIT_RATE && reads >= 100);
  }

  static Figure bytes(JsonNode number) {
    return text(Output.bytes(number.asLong()));
  }

  /** A part of a whole, with its share. */
  static Figure share(JsonNode part, JsonNode whole, double most) {
    double share = whole.asLong() <= 0 ? 0 : (double) part.asLong() / whole.asLong();
    return text("%s of %s (%s)"
            .formatted(bytes(part).text(), bytes(whole).text(), percent(share).text()))
        .when(share > most);
  }

  static String moment(Instant moment) {
    return MOMENT.format(moment);
  }

  /** As JSON has it. */
  static String moment(JsonNode moment) {
    try {
      return moment(Instant.parse(moment.asString("")));
    } catch (DateTimeParseException e) {
      return Output.plain(moment.asString("?"));
    }
  }

  static String span(double seconds) {
    Duration span = Duration.ofMillis(Math.round(seconds * 1e3));
    if (span.toMinutes() == 0) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (span.toHours() == 0) {
      return "%d min %d s".formatted(span.toMinutes(), span.toSecondsPart());
    }
    return span.toDays() == 0
        ? "%d h %d min".formatted(span.toHours(), span.toMinutesPart())
        : "%d d %d h".formatted(span.toDays(), span.toHoursPart());
  }
}
