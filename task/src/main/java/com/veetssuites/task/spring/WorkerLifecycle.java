package com.veetssuites.task.spring;

import com.veetssuites.task.TaskWorker;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * A worker that starts when the application is put together, and stops before anything else does.
 */
public final class WorkerLifecycle implements SmartLifecycle {

  private final Supplier<TaskWorker> workers;
  private @Nullable TaskWorker worker;

  public WorkerLifecycle(Supplier<TaskWorker> workers) {
    this.workers = workers;
  }

  @Override
  public synchronized void start() {
    if (worker == null) {
      worker = workers.get();
      worker.start();
    }
  }

  @Override
  public synchronized void stop() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }
}
