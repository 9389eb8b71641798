package com.veetssuites.monitor.task;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.task.TaskControl;

/** How much is in the queues of all workers. */
public final class QueueCollector implements Collector {

  private final TaskControl control;

  public QueueCollector(TaskControl control) {
    this.control = control;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_TEN_SECONDS;
  }

  @Override
  public void collect(Frame.Builder frame) {
    control
        .queues()
        .forEach(queue ->
            frame.add(
                SeriesKind.QUEUE,
                queue.queue(),
                0,
                0,
                0,
                queue.queued(),
                queue.scheduled(),
                queue.running(),
                queue.dead()));
  }
}
