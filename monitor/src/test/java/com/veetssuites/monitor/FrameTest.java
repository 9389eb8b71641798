package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static Frame frame(int second, int series) {
    var builder = new Frame.Builder();
    for (int i = 0; i < series; i++) {
      builder.add(SeriesKind.STATEMENT, "s" + i, 1, 0, 2, 3);
    }
    return builder.build(NOON.plusSeconds(second), 1);
  }

  @Test
  void series_beyond_the_limit_are_counted_together() {
    var builder = new Frame.Builder();
    for (int i = 0; i < 3 * Frame.MOST_SERIES; i++) {
      builder.add(SeriesKind.STATEMENT, "s" + i, 1, 0, 2, 3);
      builder.add(SeriesKind.CACHE, "r" + i, 1);
    }
    Frame frame = builder.build(NOON, 1);
    assertThat(frame.points()).hasSize(2 * Frame.MOST_SERIES + 1);
    assertThat(frame.points()).containsKey(new SeriesId(SeriesKind.CACHE, SeriesId.OTHERS));
    assertThat(sum(frame, SeriesKind.STATEMENT, "count")).isEqualTo(3 * Frame.MOST_SERIES);
    assertThat(sum(frame, SeriesKind.STATEMENT, "nanos")).isEqualTo(9 * Frame.MOST_SERIES);
    assertThat(sum(frame, SeriesKind.CACHE, "local_hits")).isEqualTo(3 * Frame.MOST_SERIES);
  }

  private static double sum(Frame frame, SeriesKind kind, String field) {
    return frame.points().entrySet().stream()
        .filter(each -> each.getKey().kind() == kind)
        .mapToDouble(each -> each.getValue().value(field))
        .sum();
  }

  @Test
  void a_series_that_is_known_keeps_its_place_when_there_are_too_many() {
    var builder = new Frame.Builder();
    for (int i = 0; i <= Frame.MOST_SERIES; i++) {
      builder.add(SeriesKind.STATEMENT, "s" + i, 1);
    }
    builder.add(SeriesKind.STATEMENT, "s0", 1);
    Frame frame = builder.build(NOON, 1);
    assertThat(frame.points().get(new SeriesId(SeriesKind.STATEMENT, "s0")))
        .extracting(point -> point.value("count"))
        .isEqualTo(2.0);
    assertThat(builder.build(NOON, 1).points()).isEmpty();
  }

  @Test
  void names_hold_nothing_that_a_database_refuses() {
    String half = "x".repeat(SeriesId.LONGEST - 2) + "🦉🦉";
    for (String name : List.of(half, "a\0b", "\ud83e", "🦉", "x".repeat(1_000))) {
      String kept = new SeriesId(SeriesKind.ROUTE, name).name();
      assertThat(kept).hasSizeLessThanOrEqualTo(SeriesId.LONGEST).doesNotContain("\0");
      assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(kept);
    }
    assertThat(new SeriesId(SeriesKind.ROUTE, "🦉").name()).isEqualTo("🦉");
  }

  @Test
  void a_ring_keeps_so_many_frames() {
    var ring = new Ring(3, 1_000);
    for (int i = 0; i < 10; i++) {
      ring.add(frame(i, 1));
    }
    assertThat(ring.since(NOON))
        .extracting(Frame::start)
        .containsExactly(NOON.plusSeconds(7), NOON.plusSeconds(8), NOON.plusSeconds(9));
    assertThat(ring.since(NOON.plusSeconds(9))).hasSize(1);
    assertThat(ring.since(NOON.plusSeconds(10))).isEmpty();
  }

  @Test
  void a_ring_keeps_fewer_frames_of_many_series_but_always_the_last() {
    var ring = new Ring(100, 50);
    for (int i = 0; i < 20; i++) {
      ring.add(frame(i, 10));
    }
    assertThat(ring.since(NOON)).hasSize(5);
    ring.add(frame(20, 80));
    assertThat(ring.since(NOON)).hasSize(1);
    ring.add(frame(21, 10));
    ring.add(frame(22, 10));
    assertThat(ring.since(NOON)).hasSize(2);
  }
}
