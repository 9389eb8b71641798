package com.veetssuites.cache.history;

/** A read saw what was no longer true; the message tells the read. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }
}
