package com.veetssuites.monitor.micrometer;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.RouteStatements;
import com.veetssuites.monitor.SeriesId;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.testing.Together;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beside another registry it counts what that one counts. */
@Timeout(60)
class MonitorRegistryTest {

  private final MonitorRegistry registry =
      new MonitorRegistry("http.server.requests", Clock.SYSTEM);
  private final SimpleMeterRegistry other = new SimpleMeterRegistry();
  private final CompositeMeterRegistry both = new CompositeMeterRegistry();
  private final RouteCollector routes =
      new RouteCollector(registry, RouteStatements.NONE, route -> false);

  MonitorRegistryTest() {
    both.add(other);
    both.add(registry);
  }

  private static Timer requests(MeterRegistry registry, int route, int status) {
    return Timer.builder("http.server.requests")
        .tags("method", "GET", "uri", "/" + route, "status", Integer.toString(status))
        .register(registry);
  }

  @Test
  void both_agree_on_count_and_total_and_the_frames_have_all_of_it() throws Exception {
    var seeds = new AtomicLong();
    Frame frames =
        Together.times(
                4,
                () -> {
                  var random = new Random(seeds.incrementAndGet());
                  var collected = new Frame.Builder();
                  for (int i = 0; i < 20_000; i++) {
                    requests(both, random.nextInt(5), random.nextBoolean() ? 200 : 500)
                        .record(random.nextLong(50_000_000), NANOSECONDS);
                    if (i % 1_000 == 0) {
                      collect(collected);
                    }
                  }
                  return collected.build(Instant.EPOCH, 1);
                })
            .stream()
            .reduce(
                new Frame(Instant.EPOCH, 1, Map.of()),
                (a, b) -> new Frame(Instant.EPOCH, 1, Frame.together(List.of(a, b))));
    var rest = new Frame.Builder();
    collect(rest);
    Map<SeriesId, Point> all = Frame.together(List.of(frames, rest.build(Instant.EPOCH, 1)));
    double counted = all.values().stream().mapToDouble(each -> each.value("count")).sum();
    long inHistograms = all.values().stream().mapToLong(each -> each.durations().count()).sum();
    assertThat(counted).isEqualTo(80_000);
    assertThat(inHistograms).isEqualTo(80_000);
    double nanos = 0;
    for (Timer timer : other.find("http.server.requests").timers()) {
      Timer same = registry.get("http.server.requests").tags(timer.getId().getTags()).timer();
      assertThat(same.count()).isEqualTo(timer.count());
      assertThat(same.totalTime(NANOSECONDS)).isEqualTo(timer.totalTime(NANOSECONDS));
      assertThat(same.max(NANOSECONDS)).isEqualTo(timer.max(NANOSECONDS));
      nanos += timer.totalTime(NANOSECONDS);
    }
    assertThat(all.values().stream().mapToDouble(each -> each.value("nanos")).sum())
        .isEqualTo(nanos);
  }

  /** One thread at a time, as the monitor does. */
  private synchronized void collect(Frame.Builder into) {
    routes.collect(into);
  }

  @Test
  void timed_methods_are_functions_and_other_timers_are_left_alone() {
    Timer.builder("method.timed")
        .tags("class", "a.B", "method", "sum", "exception", "none")
        .register(both)
        .record(5, NANOSECONDS);
    Timer.builder("method.timed")
        .tags("class", "a.B", "method", "sum", "exception", "IOException")
        .register(both)
        .record(7, NANOSECONDS);
    Timer.builder("other").register(both).record(9, NANOSECONDS);
    var frame = new Frame.Builder();
    new FunctionCollector(registry).collect(frame);
    assertThat(frame.build(Instant.EPOCH, 1).points())
        .hasSize(1)
        .hasEntrySatisfying(
            new SeriesId(SeriesKind.FUNCTION, "a.B.sum"),
            point -> {
              assertThat(point.value("count")).isEqualTo(2);
              assertThat(point.value("errors")).isEqualTo(1);
              assertThat(point.value("nanos")).isEqualTo(12);
              assertThat(point.value("max_nanos")).isEqualTo(7);
            });
    assertThat(registry.get("other").timer().count()).isEqualTo(1);
  }

  @Test
  void meters_are_bounded() {
    for (int i = 0; i < 25_000; i++) {
      requests(registry, i, 200).record(1, NANOSECONDS);
    }
    assertThat(registry.routes()).hasSize(20_000);
    assertThat(registry.getMeters()).hasSize(20_000);
  }

  @Test
  void a_meter_that_is_removed_is_forgotten() {
    for (int i = 0; i < 5; i++) {
      Timer timer = requests(registry, 1, 200);
      timer.record(1, NANOSECONDS);
      registry.remove(timer);
    }
    assertThat(registry.routes().getOrDefault("GET /1", List.of())).isEmpty();
  }
}
