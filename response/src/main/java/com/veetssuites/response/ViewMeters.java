package com.veetssuites.response;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of a view. A hit never reaches the filter of Spring that times requests, so it is
 * timed here, by the same name and with the same tags.
 */
final class ViewMeters {

  /** How a request was answered. */
  enum Result {
    HIT,
    STALE,
    MISS,
    BYPASS
  }

  private record Kind(String method, int status, String route) {}

  private static final int MOST_TIMERS = 1000;

  private final @Nullable MeterRegistry registry;
  private final String timer;
  private final Map<Result, Counter> counters = new EnumMap<>(Result.class);
  private final ConcurrentMap<Kind, Timer> timers = new ConcurrentHashMap<>();

  ViewMeters(@Nullable MeterRegistry registry, String timer, String view) {
    this.registry = registry;
    this.timer = timer;
    if (registry != null) {
      for (Result result : Result.values()) {
        counters.put(
            result,
            Counter.builder("response.cache.requests")
                .description("Requests of cached views by how they were answered")
                .tag("view", view)
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(registry));
      }
    }
  }

  void count(Result result) {
    Counter counter = counters.get(result);
    if (counter != null) {
      counter.increment();
    }
  }

  /** A request that was answered without the application. */
  void time(String method, int status, String route, long nanos) {
    if (registry == null) {
      return;
    }
    Kind kind = new Kind(method, status, route);
    Timer known = timers.get(kind);
    if (known == null) {
      known = register(registry, kind);
      if (timers.size() < MOST_TIMERS) {
        timers.put(kind, known);
      }
    }
    known.record(Duration.ofNanos(nanos));
  }

  private Timer register(MeterRegistry meters, Kind kind) {
    return Timer.builder(timer)
        .tag("error", "none")
        .tag("exception", "none")
        .tag("method", kind.method())
        .tag(
            "outcome",
            kind.status() < 300
                ? "SUCCESS"
                : kind.status() < 400 ? "REDIRECTION" : outcome(kind.status()))
        .tag("status", Integer.toString(kind.status()))
        .tag("uri", kind.route())
        .register(meters);
  }

  private static String outcome(int status) {
    return status < 500 ? "CLIENT_ERROR" : "SERVER_ERROR";
  }
}
