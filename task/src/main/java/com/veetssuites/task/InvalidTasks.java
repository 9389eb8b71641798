package com.veetssuites.task;

/**
 * Handlers, queues, routes or schedules do not fit together; the message says what would be right.
 */
public final class InvalidTasks extends IllegalArgumentException {

  public InvalidTasks(String message) {
    super(message);
  }

  public InvalidTasks(String message, Throwable cause) {
    super(message, cause);
  }
}
