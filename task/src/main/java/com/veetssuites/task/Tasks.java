package com.veetssuites.task;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where tasks are enqueued. Within a transaction a task becomes visible with its commit, and never
 * after a rollback. Safe for use by any number of threads.
 */
public interface Tasks {

  /**
   * Enqueues a task.
   *
   * @param payload a record that a {@link TaskHandler} takes
   * @throws IllegalArgumentException when no handler takes it, or it is larger than 64 KB
   */
  TaskId enqueue(Object payload);

  TaskId enqueue(Object payload, Consumer<TaskOptions> options);

  /** Enqueues any number of tasks, of any types, in a few statements. */
  List<TaskId> enqueueAll(Collection<?> payloads);

  List<TaskId> enqueueAll(Collection<?> payloads, Consumer<TaskOptions> options);
}
