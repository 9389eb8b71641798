package com.veetssuites.monitor;

import java.util.Arrays;

/** The figures of a series over some time. It never changes. */
public final class Point {

  private final SeriesKind kind;
  private final double[] values;
  private final Durations durations;

  /**
   * @param values in the order of the fields of the kind, NaN for a level that was not measured;
   *     what is missing was not measured, more (of a newer version) is left out
   */
  Point(SeriesKind kind, double[] values, Durations durations) {
    this.kind = kind;
    this.values = Arrays.copyOf(values, kind.fields().size());
    for (int i = values.length; i < this.values.length; i++) {
      this.values[i] = kind.level(i) ? Double.NaN : 0;
    }
    this.durations = durations;
  }

  /** Without anything measured. */
  public static Point none(SeriesKind kind) {
    return new Point(kind, new double[0], Durations.NONE);
  }

  public SeriesKind kind() {
    return kind;
  }

  /**
   * The value of a field; 0 where nothing was measured.
   *
   * @throws IllegalArgumentException when the kind has none of this name
   */
  public double value(String field) {
    double value = values[kind.index(field)];
    return Double.isNaN(value) ? 0 : value;
  }

  /** Whether a level was measured. */
  boolean measured(String field) {
    return !Double.isNaN(values[kind.index(field)]);
  }

  public Durations durations() {
    return durations;
  }

  /** A percentile in nanoseconds, never above the longest duration where that is known. */
  public double percentile(double share) {
    long bound = durations.percentile(share);
    for (int i = 0; i < values.length; i++) {
      if (kind.longest(i) && values[i] > 0) {
        return Math.min(bound, values[i]);
      }
    }
    return bound;
  }

  /** One value for each value of the other, or 0 where the other is 0. */
  public double ratio(String field, String to) {
    double divisor = value(to);
    return divisor == 0 ? 0 : value(field) / divisor;
  }

  /** Both together. */
  public Point plus(Point other) {
    return with(other, false);
  }

  /** This and what came after it: levels are as they are now. */
  Point then(Point later) {
    return with(later, true);
  }

  private Point with(Point other, boolean later) {
    double[] all = values.clone();
    for (int i = 0; i < all.length; i++) {
      double more = other.values[i];
      if (kind.level(i)) {
        if (!Double.isNaN(more)) {
          all[i] = later || Double.isNaN(all[i]) ? more : Math.max(all[i], more);
        }
      } else {
        all[i] = kind.longest(i) ? Math.max(all[i], more) : all[i] + more;
      }
    }
    return new Point(kind, all, durations.plus(other.durations));
  }

  double[] values() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Point that
        && kind == that.kind
        && Arrays.equals(values, that.values)
        && durations.equals(that.durations);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + durations.hashCode();
  }

  @Override
  public String toString() {
    return kind.fields() + " = " + Arrays.toString(values);
  }
}
