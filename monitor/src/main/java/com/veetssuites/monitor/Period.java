package com.veetssuites.monitor;

import java.time.Duration;
import java.time.Instant;

/** The lengths of the buckets that history is kept in, and for how long. */
public enum Period {
  MINUTE(Duration.ofMinutes(1), Duration.ofHours(6)),
  TEN_MINUTES(Duration.ofMinutes(10), Duration.ofDays(3)),
  HOUR(Duration.ofHours(1), Duration.ofDays(31)),
  DAY(Duration.ofDays(1), Duration.ofDays(366));

  private final Duration length;
  private final Duration kept;

  Period(Duration length, Duration kept) {
    this.length = length;
    this.kept = kept;
  }

  public Duration length() {
    return length;
  }

  public Duration kept() {
    return kept;
  }

  /** The bucket that a moment belongs to, in UTC. */
  public Instant start(Instant moment) {
    long seconds = length.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  /** Whether series that come and go are told apart. */
  boolean ofPassing() {
    return compareTo(HOUR) < 0;
  }
}
