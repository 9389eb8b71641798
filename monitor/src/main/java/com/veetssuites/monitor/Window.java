package com.veetssuites.monitor;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stretch of time that figures are of. */
public enum Window {
  /** Of this node alone, since it started: what {@code /actuator/prometheus} counts too. */
  START("start", null, null, Duration.ZERO),
  MINUTE("1m", Duration.ofMinutes(1), null, Duration.ofSeconds(10)),
  FIVE_MINUTES("5m", Duration.ofMinutes(5), null, Duration.ofSeconds(10)),
  FIFTEEN_MINUTES("15m", Duration.ofMinutes(15), null, Duration.ofSeconds(10)),
  SIX_HOURS("6h", Duration.ofHours(6), Period.MINUTE, Period.MINUTE.length()),
  THREE_DAYS("3d", Duration.ofDays(3), Period.TEN_MINUTES, Period.TEN_MINUTES.length()),
  MONTH("31d", Duration.ofDays(31), Period.HOUR, Period.HOUR.length()),
  YEAR("1y", Duration.ofDays(366), Period.DAY, Period.DAY.length());

  private final String label;
  private final @Nullable Duration length;
  private final @Nullable Period period;
  private final Duration step;

  Window(String label, @Nullable Duration length, @Nullable Period period, Duration step) {
    this.label = label;
    this.length = length;
    this.period = period;
    this.step = step;
  }

  /** As it is typed: {@code 5m}. */
  public String label() {
    return label;
  }

  /** Null for all since the start. */
  public @Nullable Duration length() {
    return length;
  }

  /** Of the buckets that it is made of; null when it is made of frames. */
  @Nullable Period period() {
    return period;
  }

  /** Between the points of a chart. */
  public Duration step() {
    return step;
  }

  /**
   * The window of a label.
   *
   * @throws IllegalArgumentException when there is none, with those there are
   */
  public static Window of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label.equals(label))
        .findAny()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no window \"%s\"; there are: %s."
                    .formatted(
                        label,
                        Arrays.stream(values())
                            .map(Window::label)
                            .collect(Collectors.joining(", ")))));
  }
}
