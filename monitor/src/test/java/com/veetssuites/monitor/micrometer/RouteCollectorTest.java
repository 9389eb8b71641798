package com.veetssuites.monitor.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.RouteStatements;
import com.veetssuites.monitor.RouteStatements.Did;
import com.veetssuites.monitor.SeriesId;
import com.veetssuites.monitor.SeriesKind;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCollectorTest {

  private final MonitorRegistry registry =
      new MonitorRegistry("http.server.requests", Clock.SYSTEM);
  private final Map<String, Did> did = new HashMap<>();
  private final RouteCollector collector =
      new RouteCollector(
          registry,
          route -> did.getOrDefault(route, Did.NOTHING),
          route -> route.contains(" /dashboard"));

  private void request(String method, String uri, int status, Duration took) {
    Timer.builder("http.server.requests")
        .tags("method", method, "uri", uri, "status", Integer.toString(status))
        .register(registry)
        .record(took);
  }

  /** One that reached the database. */
  private void worked(String uri, int statements) {
    did.merge(
        "GET " + uri,
        new Did(1, statements, statements * 1_000L),
        (a, b) ->
            new Did(
                a.requests() + b.requests(),
                a.statements() + b.statements(),
                a.nanos() + b.nanos()));
    request("GET", uri, 200, Duration.ofMillis(3));
  }

  private Map<SeriesId, Point> collect() {
    var frame = new Frame.Builder();
    collector.collect(frame);
    return frame.build(Instant.EPOCH, 1).points();
  }

  private Point collect(String route) {
    return collect()
        .getOrDefault(new SeriesId(SeriesKind.ROUTE, route), Point.none(SeriesKind.ROUTE));
  }

  @Test
  void requests_are_counted_by_method_and_pattern_with_their_errors() {
    request("GET", "/api/{id}", 200, Duration.ofMillis(2));
    request("GET", "/api/{id}", 404, Duration.ofMillis(3));
    request("GET", "/api/{id}", 503, Duration.ofMillis(40));
    request("POST", "/api/{id}", 201, Duration.ofMillis(2));
    Point point = collect("GET /api/{id}");
    assertThat(point.value("count")).isEqualTo(3);
    assertThat(point.value("client_errors")).isEqualTo(1);
    assertThat(point.value("server_errors")).isEqualTo(1);
    assertThat(point.value("nanos")).isEqualTo(45e6);
    assertThat(point.value("max_nanos")).isEqualTo(40e6);
    assertThat(point.percentile(1)).isEqualTo(40e6);
    assertThat(point.value("cached")).isZero();
    assertThat(collect()).isEmpty();
  }

  @Test
  void what_no_handler_answered_is_one_route_and_what_is_ignored_none() {
    request("GET", "UNKNOWN", 401, Duration.ofMillis(1));
    request("GET", "/dashboard/{page}", 200, Duration.ofMillis(1));
    assertThat(collect()).containsOnlyKeys(new SeriesId(SeriesKind.ROUTE, "GET (no handler)"));
  }

  @Test
  void a_request_that_reached_no_scope_was_cached() {
    worked("/api/", 3);
    assertThat(collect("GET /api/").value("cached")).isZero();
    worked("/api/", 2);
    request("GET", "/api/", 200, Duration.ofMillis(1));
    request("GET", "/api/", 200, Duration.ofMillis(1));
    Point point = collect("GET /api/");
    assertThat(point.value("count")).isEqualTo(3);
    assertThat(point.value("cached")).isEqualTo(2);
    assertThat(point.value("statements")).isEqualTo(2);
    assertThat(point.value("database_nanos")).isEqualTo(2_000);
  }

  @Test
  void what_was_cached_before_is_not_told_with_the_first_request_that_works() {
    for (int i = 0; i < 100; i++) {
      request("GET", "/api/", 200, Duration.ofMillis(1));
    }
    assertThat(collect("GET /api/").value("cached")).as("nobody knows yet").isZero();
    worked("/api/", 1);
    assertThat(collect("GET /api/").value("cached")).isZero();
    request("GET", "/api/", 200, Duration.ofMillis(1));
    assertThat(collect("GET /api/").value("cached")).isEqualTo(1);
  }

  /** The scope of a request ends before its timer does; frames are taken at any moment. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_cached_count_is_never_negative_and_never_above_the_requests(long seed) {
    var random = new Random(seed);
    worked("/api/", 1);
    collect();
    double cached = 0;
    int hits = 0;
    int running = 0;
    for (int i = 0; i < 2_000; i++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          request("GET", "/api/", 200, Duration.ofMillis(1));
          hits++;
        }
        case 1 -> {
          did.computeIfPresent(
              "GET /api/",
              (route, old) -> new Did(old.requests() + 1, old.statements() + 2, old.nanos()));
          running++;
        }
        case 2 -> {
          if (running > 0) {
            running--;
            request("GET", "/api/", 200, Duration.ofMillis(1));
          }
        }
        default -> {
          Point point = collect("GET /api/");
          cached += point.value("cached");
          assertThat(point.value("cached")).isNotNegative();
          assertThat(cached).isLessThanOrEqualTo(hits);
        }
      }
    }
    for (; running > 0; running--) {
      request("GET", "/api/", 200, Duration.ofMillis(1));
    }
    assertThat(cached + collect("GET /api/").value("cached")).isEqualTo(hits);
  }

  @Test
  void without_a_module_that_knows_nothing_is_said_to_be_cached() {
    var plain = new RouteCollector(registry, RouteStatements.NONE, route -> false);
    request("GET", "/api/", 200, Duration.ofMillis(1));
    var frame = new Frame.Builder();
    plain.collect(frame);
    assertThat(frame.build(Instant.EPOCH, 1).points())
        .hasEntrySatisfying(
            new SeriesId(SeriesKind.ROUTE, "GET /api/"),
            point -> {
              assertThat(point.value("count")).isEqualTo(1);
              assertThat(point.value("cached")).isZero();
              assertThat(point.value("statements")).isZero();
            });
  }
}
