package com.veetssuites.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler decides about its task. A handler that returns anything else has succeeded with
 * it.
 *
 * @param <T> type of the result
 */
public sealed interface Outcome<T extends @Nullable Object> {

  /** It is done. */
  record Done<T extends @Nullable Object>(T result) implements Outcome<T> {}

  /**
   * It has failed and is to be tried again, as after an exception, but in this time.
   *
   * @param reason why, for people; kept with the task
   */
  record Retry<T extends @Nullable Object>(Duration in, String reason) implements Outcome<T> {
    public Retry {
      Durations.requireWait(in);
    }
  }

  /** It is not wanted any more. */
  record Cancel<T extends @Nullable Object>(String reason) implements Outcome<T> {}

  /** It is too early: run it again in this time; not counted as a try. */
  record Snooze<T extends @Nullable Object>(Duration in) implements Outcome<T> {
    public Snooze {
      Durations.requireWait(in);
    }
  }

  static <T extends @Nullable Object> Outcome<T> done(T result) {
    return new Done<>(result);
  }

  static <T extends @Nullable Object> Outcome<T> retry(Duration in, String reason) {
    return new Retry<>(in, reason);
  }

  static <T extends @Nullable Object> Outcome<T> cancel(String reason) {
    return new Cancel<>(reason);
  }

  static <T extends @Nullable Object> Outcome<T> snooze(Duration in) {
    return new Snooze<>(in);
  }
}
