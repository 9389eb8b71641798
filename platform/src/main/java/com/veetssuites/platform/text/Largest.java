package com.veetssuites.platform.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written largest on a page: mostly whose document it is. */
final class Largest {

  private static final double LARGER = 1.25;
  private static final int MAX_SEGMENTS = 4;

  private Largest() {}

  /** The text in reading order; null when nothing is clearly larger than the rest. */
  static @Nullable String of(List<Segment> segments) {
    double most = segments.stream().mapToDouble(Segment::size).max().orElse(0);
    List<Segment> largest =
        segments.stream().filter(segment -> segment.size() > 0.95 * most).toList();
    boolean clearly =
        most > LARGER * Segment.typicalSize(segments) && largest.size() <= MAX_SEGMENTS;
    return clearly ? String.join(" ", largest.stream().map(Segment::text).toList()) : null;
  }
}
