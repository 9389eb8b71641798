package com.veetssuites.task;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs around each try of a task, in its thread. */
@FunctionalInterface
public interface TaskInterceptor {

  /** Calls the work once, and returns what it returns. */
  @Nullable Object around(TaskType type, TaskContext context, Callable<@Nullable Object> work)
      throws Exception;
}
