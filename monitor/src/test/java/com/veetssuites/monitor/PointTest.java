package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PointTest {

  private static Point queue(double started, double longest, double length) {
    return new Point(SeriesKind.QUEUE, new double[] {started, 10, longest, length}, Durations.NONE);
  }

  @Test
  void sums_are_added_and_of_the_longest_and_of_levels_the_greater_counts() {
    Point both = queue(2, 30, 7).plus(queue(3, 20, 4));
    assertThat(both.value("started")).isEqualTo(5);
    assertThat(both.value("wait_nanos")).isEqualTo(20);
    assertThat(both.value("max_wait_nanos")).isEqualTo(30);
    assertThat(both.value("length")).isEqualTo(7);
  }

  @Test
  void what_comes_later_says_how_things_are() {
    Point both = queue(2, 30, 7).then(queue(3, 20, 4));
    assertThat(both.value("started")).isEqualTo(5);
    assertThat(both.value("max_wait_nanos")).isEqualTo(30);
    assertThat(both.value("length")).isEqualTo(4);
    assertThat(both.then(queue(1, 1, Double.NaN)).value("length")).isEqualTo(4);
  }

  @Test
  void what_was_not_measured_is_zero_and_changes_nothing() {
    assertThat(queue(2, 30, Double.NaN).value("length")).isZero();
    assertThat(queue(2, 30, Double.NaN).plus(queue(0, 0, 3)).value("length")).isEqualTo(3);
    assertThat(queue(2, 30, 3).plus(queue(0, 0, Double.NaN)).value("length")).isEqualTo(3);
    assertThat(queue(0, 0, 1).ratio("wait_nanos", "started")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void the_order_does_not_matter(SeriesKind kind) {
    var random = new Random(kind.ordinal());
    for (int i = 0; i < 50; i++) {
      Point a = Samples.point(random, kind);
      Point b = Samples.point(random, kind);
      Point c = Samples.point(random, kind);
      assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c))).isEqualTo(c.plus(b).plus(a));
      assertThat(a.plus(Point.none(kind))).isEqualTo(a);
      assertThat(Point.none(kind).plus(a)).isEqualTo(a);
    }
  }

  @Test
  void a_percentile_is_never_above_the_longest() {
    long[] counts = new long[Durations.BUCKETS];
    counts[Durations.bucket(1_000_000)] = 10;
    var point =
        new Point(SeriesKind.FUNCTION, new double[] {10, 0, 10e6, 1_000_001}, Durations.of(counts));
    assertThat(point.percentile(0.99)).isEqualTo(1_000_001);
  }

  @Test
  void a_field_that_there_is_not_is_told_with_those_that_there_are() {
    assertThatThrownBy(() -> Point.none(SeriesKind.STATEMENT).value("calls"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("statement has no field calls; there are: count, errors, rows, nanos.");
  }
}
