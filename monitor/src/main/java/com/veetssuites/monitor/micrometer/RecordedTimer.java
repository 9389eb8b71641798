package com.veetssuites.monitor.micrometer;

import com.veetssuites.monitor.Recorder;
import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import java.util.concurrent.TimeUnit;

/** A timer that also knows how many durations were how long since it was looked at. */
final class RecordedTimer extends AbstractTimer {

  private static final long MAX_STEP_MILLIS = 60_000;
  private static final int MAX_STEPS = 3;

  private final Recorder recorder = new Recorder();
  private final TimeWindowMax recentMax;

  RecordedTimer(Id id, Clock clock, PauseDetector pauseDetector, TimeUnit baseTimeUnit) {
    super(id, clock, pauseDetector, baseTimeUnit, NoopHistogram.INSTANCE);
    recentMax = new TimeWindowMax(clock, MAX_STEP_MILLIS, MAX_STEPS);
  }

  Recorder recorder() {
    return recorder;
  }

  @Override
  protected void recordNonNegative(long amount, TimeUnit unit) {
    long nanos = unit.toNanos(amount);
    recorder.record(nanos);
    recentMax.record(nanos);
  }

  @Override
  public long count() {
    return recorder.count();
  }

  @Override
  public double totalTime(TimeUnit unit) {
    return (double) recorder.total() / unit.toNanos(1);
  }

  @Override
  public double max(TimeUnit unit) {
    return recentMax.poll() / unit.toNanos(1);
  }
}
