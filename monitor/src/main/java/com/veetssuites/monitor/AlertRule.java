package com.veetssuites.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is watched, and when it is wrong.
 *
 * @param series those that are watched
 * @param window over which the statistic is made
 * @param minimumSamples with fewer in the window nothing begins to be wrong
 * @param pending how long it has to be wrong before the alert fires
 * @param overrides the first that matches a series counts
 */
public record AlertRule(
    String name,
    AlertMeasure measure,
    AlertStatistic statistic,
    SeriesPattern series,
    AlertLimit limit,
    Duration window,
    long minimumSamples,
    Duration pending,
    List<OtherLimit> overrides,
    Set<AlertChannel> channels) {

  public AlertRule {
    overrides = List.copyOf(overrides);
    channels = Set.copyOf(channels);
  }

  /**
   * Another limit for some of the series.
   *
   * @param limit null when they are not watched
   */
  public record OtherLimit(SeriesPattern series, @Nullable AlertLimit limit) {}

  /** Of its values. */
  public AlertUnit unit() {
    return measure.unit(statistic);
  }

  /** The limit of a series; null when it is not watched. */
  @Nullable AlertLimit limitOf(String name) {
    if (!series.matches(name)) {
      return null;
    }
    for (OtherLimit each : overrides) {
      if (each.series().matches(name)) {
        return each.limit();
      }
    }
    return limit;
  }

  /** {@code p95 of the last 5 min} */
  String statisticText() {
    return "%s of the last %s".formatted(statistic.label(), text(window));
  }

  private static String text(Duration length) {
    long seconds = length.toSeconds();
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  /** What it wants, for people: {@code p95 of the last 5 min above 2 s}. */
  public String text() {
    return "%s %s".formatted(statisticText(), limit.text(unit()));
  }
}
