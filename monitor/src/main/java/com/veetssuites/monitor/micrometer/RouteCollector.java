package com.veetssuites.monitor.micrometer;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Durations;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.Recorder;
import com.veetssuites.monitor.RouteStatements;
import com.veetssuites.monitor.RouteStatements.Did;
import com.veetssuites.monitor.SeriesKind;
import io.micrometer.core.instrument.Meter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Requests by route. */
public final class RouteCollector implements Collector {

  private final MonitorRegistry registry;
  private final RouteStatements statements;
  private final Predicate<String> ignored;
  private final Map<String, Before> before = new HashMap<>();

  /** What was known of a route the last time. */
  private record Before(long requests, Did did, long cached) {
    static final Before NOTHING = new Before(0, Did.NOTHING, 0);
  }

  /**
   * @param ignored routes, as {@code GET /dashboard/}, that are left out
   */
  public RouteCollector(
      MonitorRegistry registry, RouteStatements statements, Predicate<String> ignored) {
    this.registry = registry;
    this.statements = statements;
    this.ignored = ignored;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_SECOND;
  }

  @Override
  public void collect(Frame.Builder frame) {
    registry
        .routes()
        .forEach((route, timers) -> {
          if (!ignored.test(route)
              && timers.stream().anyMatch(timer -> timer.recorder().changed())) {
            collect(route, timers, frame);
          }
        });
  }

  private void collect(String route, List<RecordedTimer> timers, Frame.Builder frame) {
    long requests = 0;
    for (RecordedTimer timer : timers) {
      Recorder.Drained drained = timer.recorder().drain();
      requests += drained.count();
      int status = status(timer.getId());
      frame.add(
          SeriesKind.ROUTE,
          route,
          drained.durations(),
          drained.count(),
          status >= 400 && status < 500 ? drained.count() : 0,
          status >= 500 ? drained.count() : 0,
          drained.nanos(),
          drained.longest());
    }
    Before old = Objects.requireNonNullElse(before.get(route), Before.NOTHING);
    Did did = statements.of(route);
    long all = old.requests() + requests;
    boolean known = did.requests() > 0 && !route.endsWith(Routes.NO_HANDLER);
    // Which of the two counts comes first is not known; what was cached never becomes less. What
    // came before the first request that was seen to work is not called cached afterwards.
    long cached = known ? Math.max(old.cached(), all - did.requests()) : all;
    before.put(route, new Before(all, did, cached));
    frame.add(
        SeriesKind.ROUTE,
        route,
        Durations.NONE,
        0,
        0,
        0,
        0,
        0,
        known ? cached - old.cached() : 0,
        did.statements() - old.did().statements(),
        did.nanos() - old.did().nanos());
  }

  private static int status(Meter.Id id) {
    String status = id.getTag("status");
    return status != null && status.matches("\\d{3}") ? Integer.parseInt(status) : 500;
  }
}
