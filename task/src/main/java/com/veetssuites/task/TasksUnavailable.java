package com.veetssuites.task;

import java.sql.SQLException;

/** The database did not take what was to be kept there. */
public final class TasksUnavailable extends RuntimeException {

  private static final String READ_ONLY = "25006";

  private TasksUnavailable(String message, SQLException cause) {
    super(message, cause);
  }

  static TasksUnavailable of(SQLException cause) {
    if (READ_ONLY.equals(cause.getSQLState())) {
      return new TasksUnavailable(
          "A task cannot be enqueued in a read-only transaction: it is a row of this database.",
          cause);
    }
    return new TasksUnavailable(
        "The database of the tasks cannot be used: " + cause.getMessage(), cause);
  }
}
