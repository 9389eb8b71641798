package com.veetssuites.task;

import org.jspecify.annotations.Nullable;

/** A failure that no retry will cure: the task is dead at once. */
public class PermanentFailure extends RuntimeException {

  public PermanentFailure(String message) {
    super(message);
  }

  public PermanentFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
