package com.veetssuites.task;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a handler knows of the try that it makes. Safe for use by the handler's own threads. */
public final class TaskContext {

  private static final int DONE = 100;
  private static final int MAX_TEXT = 500;

  private final TaskId id;
  private final int attempt;
  private final boolean lastAttempt;
  private final @Nullable String idempotencyKey;
  private final @Nullable String owner;
  private final Reports reports;
  private volatile @Nullable String checkpoint;
  private volatile boolean cancelled;

  /** Where a handler's news go. */
  interface Reports {
    void progress(int percent, String text);

    /** Returns once it is durable. */
    void checkpoint(String checkpoint);
  }

  TaskContext(
      TaskId id,
      int attempt,
      boolean lastAttempt,
      @Nullable String idempotencyKey,
      @Nullable String owner,
      @Nullable String checkpoint,
      Reports reports) {
    this.id = id;
    this.attempt = attempt;
    this.lastAttempt = lastAttempt;
    this.idempotencyKey = idempotencyKey;
    this.owner = owner;
    this.checkpoint = checkpoint;
    this.reports = reports;
  }

  /**
   * The context of a first try that no worker makes: for a handler that is called directly, as in a
   * test. Progress goes nowhere.
   */
  public static TaskContext detached(TaskId id, @Nullable String idempotencyKey) {
    return new TaskContext(
        id,
        1,
        false,
        idempotencyKey,
        null,
        null,
        new Reports() {
          @Override
          public void progress(int percent, String text) {}

          @Override
          public void checkpoint(String checkpoint) {}
        });
  }

  public TaskId id() {
    return id;
  }

  /** Number of this try, from 1. A snooze is not counted, nor is a try that was given back. */
  public int attempt() {
    return attempt;
  }

  /** Whether a failure of this try makes the task dead. */
  public boolean lastAttempt() {
    return lastAttempt;
  }

  /**
   * What names the work across tasks and tries, as it was given at enqueueing; null when nothing
   * was.
   */
  public @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  /** Who may see the task, as it was given at enqueueing; null for administrators alone. */
  public @Nullable String owner() {
    return owner;
  }

  /**
   * Tells how far the work is. Cheap: it is written some time later, and of several the last.
   *
   * @param percent 0 to 100
   * @param text for people; at most 500 characters are kept
   */
  public void progress(int percent, String text) {
    Objects.requireNonNull(text);
    reports.progress(
        Math.clamp(percent, 0, DONE), text.substring(0, Math.min(MAX_TEXT, text.length())));
  }

  /**
   * Keeps how far the work is, for the next try to go on from there. Durable when it returns; at
   * most 64 KB.
   */
  public void checkpoint(String value) {
    TaskPayloads.requireSize(value, "A checkpoint");
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A checkpoint has a NUL, which PostgreSQL cannot keep.");
    }
    reports.checkpoint(value);
    checkpoint = value;
  }

  /** The last checkpoint of this task, in this or an earlier try; null when there is none. */
  public @Nullable String checkpoint() {
    return checkpoint;
  }

  /**
   * Whether the work is not wanted any more, because the task was cancelled, its time is over or
   * the worker stops. The thread was interrupted as well.
   */
  public boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }
}
