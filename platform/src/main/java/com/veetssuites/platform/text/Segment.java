package com.veetssuites.platform.text;

import java.util.List;

/**
 * A piece of one line of a page without a wide gap in it.
 *
 * @param left distance from the left edge of the page, in points
 * @param right where it ends, likewise
 * @param baseline distance from the upper edge of the page
 * @param size of its font
 */
record Segment(double left, double right, double baseline, double size, String text) {

  /** Whether both stand on one line. */
  boolean beside(Segment other) {
    return Math.abs(baseline - other.baseline) < 0.4 * Math.min(size, other.size);
  }

  boolean crosses(double x) {
    return left < x - 1 && right > x + 1;
  }

  static double typicalSize(List<Segment> segments) {
    return segments.stream()
        .mapToDouble(Segment::size)
        .sorted()
        .skip(segments.size() / 2)
        .findFirst()
        .orElse(10);
  }
}
