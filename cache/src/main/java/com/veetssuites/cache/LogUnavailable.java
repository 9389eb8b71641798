package com.veetssuites.cache;

import org.jspecify.annotations.Nullable;

/** The invalidation log did not answer in time, or refused. */
public final class LogUnavailable extends Exception {
  public LogUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
