package com.veetssuites.monitor.micrometer;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.Recorder;
import com.veetssuites.monitor.SeriesKind;

/** Methods annotated {@code @Timed}. */
public final class FunctionCollector implements Collector {

  private final MonitorRegistry registry;

  public FunctionCollector(MonitorRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_SECOND;
  }

  @Override
  public void collect(Frame.Builder frame) {
    registry
        .functions()
        .forEach((name, timers) -> {
          for (RecordedTimer timer : timers) {
            if (timer.recorder().changed()) {
              Recorder.Drained drained = timer.recorder().drain();
              String exception = timer.getId().getTag("exception");
              boolean failed = exception != null && !exception.equals("none");
              frame.add(
                  SeriesKind.FUNCTION,
                  name,
                  drained.durations(),
                  drained.count(),
                  failed ? drained.count() : 0,
                  drained.nanos(),
                  drained.longest());
            }
          }
        });
  }
}
