package com.veetssuites.monitor;

import java.util.List;
import java.util.Random;

/** Figures of tests: whole numbers, so that their sums are exact in whatever order. */
final class Samples {

  private Samples() {}

  static Durations durations(Random random) {
    long[] counts = new long[Durations.BUCKETS];
    for (int i = random.nextInt(6); i > 0; i--) {
      counts[random.nextInt(counts.length)] += 1 + random.nextInt(1_000);
    }
    return Durations.of(counts);
  }

  /** With every field, levels now and then not measured. */
  static Point point(Random random, SeriesKind kind) {
    double[] values = new double[kind.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = kind.level(i) && random.nextInt(3) == 0 ? Double.NaN : random.nextInt(1_000);
    }
    return new Point(kind, values, kind.timed() ? durations(random) : Durations.NONE);
  }

  /** Up to so many series, of all kinds, some with strange names. */
  static Frame.Builder series(Random random, int most) {
    var frame = new Frame.Builder();
    List<SeriesKind> kinds = List.of(SeriesKind.values());
    List<String> names = List.of("GET /é/{id}", "日本 語", "🦉", "a'b\"<c>", "", "x".repeat(400));
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      SeriesKind kind = kinds.get(random.nextInt(kinds.size()));
      String name = names.get(random.nextInt(names.size())) + random.nextInt(4);
      frame.add(new SeriesId(kind, name), point(random, kind));
    }
    return frame;
  }
}
