package com.veetssuites.monitor.task;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Durations;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.Recorder;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.task.TaskListener;
import com.veetssuites.task.TaskType;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Tasks that this process enqueues and runs, by type, and how long they waited, by queue. */
public final class TaskCollector implements Collector, TaskListener {

  private static final int ENQUEUED = 0;
  private static final int STARTED = 1;
  private static final int SUCCEEDED = 2;
  private static final int RETRIED = 3;
  private static final int DEAD = 4;
  private static final int CANCELLED = 5;
  private static final int GIVEN_BACK = 6;
  private static final int COUNTS = 7;

  private final ConcurrentMap<String, Type> types = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Recorder> waits = new ConcurrentHashMap<>();

  /** What happened to the tasks of a type since they were looked at. */
  private record Type(AtomicLongArray counts, Recorder runs) {
    Type() {
      this(new AtomicLongArray(COUNTS), new Recorder());
    }
  }

  private Type of(TaskType type) {
    return types.computeIfAbsent(type.name(), name -> new Type());
  }

  @Override
  public void enqueued(TaskType type, int count) {
    of(type).counts().addAndGet(ENQUEUED, count);
  }

  @Override
  public void started(TaskType type, Duration waited) {
    of(type).counts().incrementAndGet(STARTED);
    waits.computeIfAbsent(type.queue(), queue -> new Recorder()).record(waited.toNanos());
  }

  @Override
  public void ended(TaskType type, Ending ending, Duration ran) {
    Type known = of(type);
    known.runs().record(ran.toNanos());
    int count =
        switch (ending) {
          case SUCCEEDED -> SUCCEEDED;
          case RETRIED -> RETRIED;
          case DEAD -> DEAD;
          case CANCELLED -> CANCELLED;
          case SNOOZED, GIVEN_BACK -> GIVEN_BACK;
        };
    known.counts().incrementAndGet(count);
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_SECOND;
  }

  @Override
  public void collect(Frame.Builder frame) {
    types.forEach((name, type) -> {
      double[] values = new double[COUNTS + 2];
      boolean changed = type.runs().changed();
      for (int i = 0; i < COUNTS; i++) {
        values[i] = type.counts().getAndSet(i, 0);
        changed |= values[i] != 0;
      }
      if (changed) {
        Recorder.Drained runs = type.runs().drain();
        values[COUNTS] = runs.nanos();
        values[COUNTS + 1] = runs.longest();
        frame.add(SeriesKind.TASK, name, runs.durations(), values);
      }
    });
    waits.forEach((queue, recorder) -> {
      if (recorder.changed()) {
        Recorder.Drained drained = recorder.drain();
        Durations durations = drained.durations();
        frame.add(
            SeriesKind.QUEUE,
            queue,
            durations,
            drained.count(),
            drained.nanos(),
            drained.longest());
      }
    });
  }
}
