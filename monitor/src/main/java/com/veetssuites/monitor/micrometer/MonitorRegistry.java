package com.veetssuites.monitor.micrometer;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A registry beside those that an application has: it keeps how long requests and timed methods
 * took, to be drained second by second. Whatever else is recorded is there to be read as in a
 * {@link SimpleMeterRegistry}.
 */
public final class MonitorRegistry extends SimpleMeterRegistry {

  /** Meters beyond are not recorded here. */
  private static final int MOST = 20_000;

  private final String requests;
  private final ConcurrentMap<String, List<RecordedTimer>> routes = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, List<RecordedTimer>> functions = new ConcurrentHashMap<>();

  /**
   * @param requests name of the timer of requests: {@code http.server.requests}
   */
  public MonitorRegistry(String requests, Clock clock) {
    super(SimpleConfig.DEFAULT, clock);
    this.requests = requests;
    config().meterFilter(MeterFilter.maximumAllowableMetrics(MOST)).onMeterRemoved(this::forget);
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauseDetector) {
    ConcurrentMap<String, List<RecordedTimer>> kind = null;
    String name = null;
    if (id.getName().equals(requests)) {
      kind = routes;
      name = Routes.name(id);
    } else if (id.getTag("class") != null && id.getTag("method") != null) {
      kind = functions;
      name = id.getTag("class") + "." + id.getTag("method");
    }
    if (kind == null || name == null) {
      return super.newTimer(id, distribution, pauseDetector);
    }
    var timer = new RecordedTimer(id, clock, pauseDetector, getBaseTimeUnit());
    kind.compute(
        name,
        (same, timers) -> {
          List<RecordedTimer> more = new ArrayList<>(timers == null ? List.of() : timers);
          more.add(timer);
          return List.copyOf(more);
        });
    return timer;
  }

  private void forget(Meter meter) {
    if (meter instanceof RecordedTimer removed) {
      for (ConcurrentMap<String, List<RecordedTimer>> kind : List.of(routes, functions)) {
        kind.replaceAll((name, timers) ->
            timers.contains(removed)
                ? timers.stream().filter(each -> !each.equals(removed)).toList()
                : timers);
        kind.values().removeIf(List::isEmpty);
      }
    }
  }

  /** The timers of requests by route; they differ in status and outcome. */
  ConcurrentMap<String, List<RecordedTimer>> routes() {
    return routes;
  }

  /** The timers of methods by class and name. */
  ConcurrentMap<String, List<RecordedTimer>> functions() {
    return functions;
  }
}
