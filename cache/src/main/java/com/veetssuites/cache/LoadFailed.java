package com.veetssuites.cache;

/** A loader threw a checked exception, or did not finish in time; the cause says what happened. */
public final class LoadFailed extends RuntimeException {
  LoadFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
