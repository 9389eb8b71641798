package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted once is in the seconds once, in the tens once, and in the totals once. */
@Timeout(60)
class MonitorTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Node NODE = new Node("a", "server", "1", NOON);

  private final MutableClock clock = MutableClock.at(NOON);

  private static Collector collector(Collector.Pace pace, Consumer<Frame.Builder> measure) {
    return new Collector() {
      @Override
      public Pace pace() {
        return pace;
      }

      @Override
      public void collect(Frame.Builder frame) {
        measure.accept(frame);
      }
    };
  }

  private static Collector requests(String route, AtomicLong each) {
    return collector(
        Collector.Pace.EVERY_SECOND,
        frame -> frame.add(SeriesKind.ROUTE, route, each.getAndIncrement()));
  }

  private Monitor monitor(Collector... collectors) {
    return new Monitor(NODE, List.of(collectors), clock, null);
  }

  private void step(Monitor monitor, int seconds) {
    for (int i = 0; i < seconds; i++) {
      clock.pass(Duration.ofSeconds(1));
      monitor.second();
    }
  }

  private static double count(Iterable<Frame> frames, String route) {
    return count(Frame.together(frames), route);
  }

  private static double count(Map<SeriesId, Point> points, String route) {
    Point point = points.get(new SeriesId(SeriesKind.ROUTE, route));
    return point == null ? 0 : point.value("count");
  }

  @Test
  void a_counter_is_in_the_seconds_in_the_tens_and_in_the_totals() {
    Monitor monitor = monitor(requests("GET /", new AtomicLong(1)));
    step(monitor, 30);
    assertThat(monitor.seconds(NOON)).hasSize(30);
    assertThat(count(monitor.seconds(NOON), "GET /")).isEqualTo(30 * 31 / 2.0);
    assertThat(count(monitor.totals(), "GET /")).isEqualTo(30 * 31 / 2.0);
    assertThat(monitor.tens(NOON))
        .extracting(Frame::start)
        .containsExactly(NOON, NOON.plusSeconds(10), NOON.plusSeconds(20));
    // The thirtieth second began a frame that is not done.
    assertThat(count(monitor.tens(NOON), "GET /")).isEqualTo(29 * 30 / 2.0);
  }

  @Test
  void seconds_are_kept_for_a_quarter_of_an_hour_and_tens_for_six_hours() {
    Monitor monitor = monitor(requests("GET /", new AtomicLong(1)));
    step(monitor, 7 * 3_600);
    assertThat(monitor.seconds(Instant.EPOCH)).hasSize(15 * 60);
    assertThat(monitor.tens(Instant.EPOCH)).hasSize(6 * 360);
    assertThat(monitor.tens(clock.instant().minusSeconds(60))).hasSize(6);
    double all = 7 * 3_600;
    assertThat(count(monitor.totals(), "GET /")).isEqualTo(all * (all + 1) / 2);
  }

  @Test
  void a_collector_that_throws_does_not_keep_the_others() {
    var first = new AtomicLong(1);
    Monitor monitor =
        monitor(
            collector(
                Collector.Pace.EVERY_SECOND,
                frame -> {
                  throw new IllegalStateException("It does not answer.");
                }),
            collector(
                Collector.Pace.EVERY_SECOND,
                frame -> {
                  throw new NoClassDefFoundError("gone");
                }),
            requests("GET /", first));
    step(monitor, 3);
    assertThat(count(monitor.totals(), "GET /")).isEqualTo(6);
  }

  @Test
  void what_takes_its_time_is_in_the_next_second() {
    Monitor monitor =
        monitor(
            collector(
                Collector.Pace.EVERY_TEN_SECONDS,
                frame -> frame.add(SeriesKind.STATEMENT, "ab12", 5)));
    step(monitor, 2);
    assertThat(monitor.totals()).isEmpty();
    monitor.collectSlowly();
    step(monitor, 2);
    assertThat(monitor.totals().get(new SeriesId(SeriesKind.STATEMENT, "ab12")))
        .extracting(point -> point.value("count"))
        .isEqualTo(5.0);
  }

  @Test
  void levels_of_the_totals_are_as_they_are_now() {
    var length = new AtomicLong(100);
    Monitor monitor =
        monitor(
            collector(
                Collector.Pace.EVERY_SECOND,
                frame -> frame.add(SeriesKind.QUEUE, "mails", 0, 0, 0, length.getAndAdd(-10))));
    step(monitor, 5);
    SeriesId mails = new SeriesId(SeriesKind.QUEUE, "mails");
    assertThat(monitor.totals().get(mails))
        .extracting(point -> point.value("length"))
        .isEqualTo(60.0);
    assertThat(Frame.together(monitor.seconds(NOON)).get(mails))
        .extracting(point -> point.value("length"))
        .isEqualTo(100.0);
  }

  @Test
  void totals_are_bounded_and_lose_nothing() {
    var next = new AtomicLong();
    Monitor monitor =
        monitor(
            collector(
                Collector.Pace.EVERY_SECOND,
                frame -> {
                  for (int i = 0; i < 500; i++) {
                    frame.add(SeriesKind.ROUTE, "GET /" + next.getAndIncrement(), 1);
                  }
                }));
    step(monitor, 20);
    assertThat(monitor.totals()).hasSize(Frame.MOST_SERIES + 1);
    assertThat(monitor.totals().values().stream().mapToDouble(each -> each.value("count")).sum())
        .isEqualTo(next.get());
  }

  /** The frames of ten thousand routes: fewer of them, and not more memory. */
  @Test
  void the_points_that_are_kept_are_bounded() {
    Monitor monitor =
        monitor(
            collector(
                Collector.Pace.EVERY_SECOND,
                frame -> {
                  for (int i = 0; i < 10_000; i++) {
                    frame.add(SeriesKind.ROUTE, "GET /" + i, 1);
                  }
                }));
    step(monitor, 600);
    for (List<Frame> kept : List.of(monitor.seconds(NOON), monitor.tens(NOON))) {
      assertThat(kept.stream().mapToInt(frame -> frame.points().size()).sum())
          .isBetween(90_000, 100_000);
      assertThat(kept.getLast().start()).isAfter(clock.instant().minusSeconds(30));
    }
    assertThat(monitor.totals().values().stream().mapToDouble(each -> each.value("count")).sum())
        .isEqualTo(600 * 10_000);
  }

  @Test
  void it_ends_with_what_was_measured_last() {
    Monitor monitor = monitor(requests("GET /", new AtomicLong(1)));
    monitor.start();
    monitor.close();
    monitor.close();
    assertThat(count(monitor.tens(Instant.EPOCH), "GET /"))
        .isEqualTo(count(monitor.totals(), "GET /"))
        .isPositive();
  }
}
