package com.veetssuites.platform.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The times of demo data, in microseconds since 1970, as PostgreSQL keeps them. They hang on a
 * fixed reference and not on today, so that the same data comes out tomorrow: people, courses and
 * enrollments lie before it, sessions on both sides.
 */
final class Calendar {

  /** The "now" of demo data. */
  static final long REFERENCE = micros(Instant.parse("2026-11-01T00:00:00Z"));

  static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
  static final long DAY = 24 * HOUR;
  static final long YEAR = 365 * DAY;

  /** Below the distance of two spread times, so that they stay distinct. */
  private static final long JITTER = Duration.ofSeconds(50).toNanos() / 1000;

  private Calendar() {}

  /**
   * The time of the row with this index, somewhere in the years before {@code latest}. Times are
   * evenly spread however many there are, and distinct for the first million: multiples of the
   * golden ratio keep their distance (Knuth, TAOCP 3, section 6.4).
   */
  static long spread(long seed, String kind, long index, long latest, int years) {
    long turn = index * Draw.GOLDEN_RATIO + Draw.mix(seed ^ kind.hashCode());
    return latest
        - Math.unsignedMultiplyHigh(turn, years * YEAR)
        - Draw.of(seed, kind + " jitter", index).below(JITTER);
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
