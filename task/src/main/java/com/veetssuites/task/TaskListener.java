package com.veetssuites.task;

import java.time.Duration;

/**
 * Hears what becomes of tasks, in the threads that run them: it must be quick. What it throws is
 * logged.
 */
public interface TaskListener {

  /** Enqueued by this process, and committed. */
  default void enqueued(TaskType type, int count) {}

  /**
   * A try begins.
   *
   * @param waited since it was due
   */
  default void started(TaskType type, Duration waited) {}

  /** A try has ended, and it is in the database. */
  default void ended(TaskType type, Ending ending, Duration ran) {}

  /** How a try ended. */
  enum Ending {
    SUCCEEDED,
    /** Failed, and it will be tried again. */
    RETRIED,
    /** Failed for the last time. */
    DEAD,
    CANCELLED,
    SNOOZED,
    /** Given back because the worker stops. */
    GIVEN_BACK
  }
}
