package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs, what is refused, and what is told of it. */
class CacheWarmersTest {

  private final TieredCaches caches = TieredCaches.builder().build();
  private final TieredCache<Long, String> courses =
      caches.region(CacheSpec.<Long, String>of("courses", String.class).build());
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @AfterEach
  void close() {
    caches.close();
  }

  private interface Work {
    void warm(WarmRequest request, WarmProgress progress) throws Exception;
  }

  private record Named(String name, Map<String, String> limits, Work work) implements CacheWarmer {
    @Override
    public String description() {
      return name;
    }

    @Override
    public void warm(WarmRequest request, WarmProgress progress) throws Exception {
      work.warm(request, progress);
    }
  }

  private CacheWarmer ids() {
    return new Named(
        "courses",
        Map.of("ids", "the courses of these ids"),
        (request, progress) -> {
          List<Long> ids = request.ids("ids");
          progress.total(ids.size());
          for (Long id : ids) {
            if (id < 0) {
              progress.failed("course " + id, "there is none");
            } else {
              courses.getOrLoad(id, key -> "course " + key);
              progress.done();
            }
          }
        });
  }

  private CacheWarmer counting(String name) {
    return new Named(
        name,
        Map.of(),
        (request, progress) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          Thread.sleep(20);
          running.decrementAndGet();
          progress.done();
        });
  }

  @Test
  void a_warmer_fills_what_it_was_asked_for_and_reports_what_it_could_not() {
    var warmers = new CacheWarmers(caches, List.of(ids()), 2);
    var steps = new AtomicInteger();

    WarmReport report =
        warmers.warm(
            List.of("courses"),
            new WarmRequest(Map.of("ids", "1, 2,-3")),
            part -> steps.incrementAndGet());

    assertThat(courses.get(2L)).isEqualTo("course 2");
    assertThat(report.done()).isEqualTo(2);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.parts().getFirst().reasons()).containsExactly("course -3: there is none");
    assertThat(steps).hasValue(4);
  }

  @Test
  void a_warmer_that_throws_does_not_stop_the_others() {
    CacheWarmer broken =
        new Named(
            "broken",
            Map.of(),
            (request, progress) -> {
              throw new IllegalStateException("no database");
            });
    WarmReport report =
        new CacheWarmers(caches, List.of(broken, counting("a")), 1).warm(WarmRequest.UNLIMITED);

    assertThat(report.done()).isEqualTo(1);
    assertThat(report.parts().getLast().reasons()).containsExactly("broken: no database");
  }

  @Test
  void no_more_than_the_bound_run_at_a_time() {
    new CacheWarmers(caches, List.of(counting("a"), counting("b"), counting("c"), counting("d")), 2)
        .warm(WarmRequest.UNLIMITED);

    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void unknown_names_and_limits_are_refused_with_those_there_are() {
    var warmers = new CacheWarmers(caches, List.of(ids(), counting("a")), 2);

    assertThatThrownBy(() -> warmers.warm(List.of("curses"), WarmRequest.UNLIMITED, part -> {}))
        .hasMessage("There is no cache warmer 'curses'; there are: a, courses.");
    assertThatThrownBy(() ->
            warmers.warm(List.of("courses"), new WarmRequest(Map.of("pages", "1")), part -> {}))
        .hasMessageContaining("no limit 'pages'")
        .hasMessageContaining("ids");
    assertThatThrownBy(() -> new WarmRequest(Map.of("pages", "0")).number("pages", 3))
        .hasMessageContaining("whole number above zero");
    assertThatThrownBy(() -> new CacheWarmers(caches, List.of(counting("a"), counting("a")), 1))
        .hasMessageContaining("two cache warmers called 'a'");
  }
}
