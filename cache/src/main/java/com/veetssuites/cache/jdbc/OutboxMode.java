package com.veetssuites.cache.jdbc;

/** What to do about the table {@code cache_outbox}. */
public enum OutboxMode {
  /** Create it when it is missing; go on without it when that is not allowed. */
  AUTO,
  /** Refuse to start without it. */
  REQUIRED,
  /** Never use it. */
  OFF
}
