package com.veetssuites.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How one task differs from the others of its type. Not for use by several threads. */
public final class TaskOptions {

  private static final int MAX_KEY = 200;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  @Nullable Priority priority;
  @Nullable Duration delay;
  @Nullable Instant at;
  @Nullable String uniqueKey;
  @Nullable Duration uniqueFor;
  @Nullable String idempotencyKey;
  @Nullable String owner;

  TaskOptions() {}

  public TaskOptions priority(Priority priority) {
    this.priority = priority;
    return this;
  }

  /** Starts after this time, counted from the enqueueing. */
  public TaskOptions delay(Duration delay) {
    this.delay = Durations.requireWait(delay);
    return this;
  }

  /** Starts at this time; at once when it is past. */
  public TaskOptions at(Instant at) {
    if (at.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "A task cannot start at %s: the latest time is %s.".formatted(at, LATEST));
    }
    this.at = at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at;
    return this;
  }

  /**
   * One task of this key while it waits: another is not enqueued, and its id is that of the one
   * that waits. A task that has started does not hinder the next. Also the idempotency key.
   */
  public TaskOptions uniqueKey(String key) {
    uniqueKey = requireKey(key);
    uniqueFor = null;
    return this;
  }

  /** One task of this key in a period, whatever becomes of it. Also the idempotency key. */
  public TaskOptions uniqueKey(String key, Duration period) {
    if (period.isZero()) {
      throw new IllegalArgumentException("The period of the unique key %s is 0.".formatted(key));
    }
    uniqueKey = requireKey(key);
    uniqueFor = Durations.requireWait(period);
    return this;
  }

  /** What the handler sees as {@link TaskContext#idempotencyKey()}; hinders nothing. */
  public TaskOptions idempotencyKey(String key) {
    idempotencyKey = requireKey(key);
    return this;
  }

  /** Who may see the task beside administrators. */
  public TaskOptions owner(String owner) {
    this.owner = requireKey(owner);
    return this;
  }

  private static String requireKey(String key) {
    if (key.isBlank() || key.length() > MAX_KEY || key.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "A key of a task has 1 to %d characters.".formatted(MAX_KEY));
    }
    return key;
  }
}
