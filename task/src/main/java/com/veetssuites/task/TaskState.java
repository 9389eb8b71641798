package com.veetssuites.task;

/** How far a task has come. */
public enum TaskState {
  /** It waits for its time: a delay, or the next try. */
  SCHEDULED,
  /** It waits for a worker. */
  QUEUED,
  RUNNING,
  SUCCEEDED,
  /** It has failed for the last time, and is kept. */
  DEAD,
  CANCELLED
}
