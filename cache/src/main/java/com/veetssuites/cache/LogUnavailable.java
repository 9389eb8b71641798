package com.veetssuites.cache;

/** The invalidation log did not answer in time, or refused. */
public final class LogUnavailable extends Exception {
  public LogUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
