package com.veetssuites.task;

import com.veetssuites.task.postgres.ClaimedRow;
import com.veetssuites.task.postgres.FinishedRow;
import com.veetssuites.task.postgres.ReturnedRow;
import com.veetssuites.task.postgres.TaskClaims;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of a task, from its claim to what is to be written about it. */
final class TaskRun implements TaskContext.Reports {

  private static final Logger LOG = LoggerFactory.getLogger(TaskRun.class);

  /** A task that was claimed so often and never ended takes its workers down with it. */
  private static final int MOST_LOSSES = 20;

  /** Cancelled tasks show that they were for so long. */
  static final Duration KEEP_CANCELLED = Duration.ofHours(1);

  private static final String SUCCEEDED = TaskState.SUCCEEDED.name();
  private static final String DEAD = TaskState.DEAD.name();
  private static final String CANCELLED = TaskState.CANCELLED.name();

  /** Why a try was interrupted. */
  enum Interruption {
    CANCELLED,
    TIME_LIMIT,
    STOPPING,
    /** Somebody else has the task. */
    LOST
  }

  /** What is to be written about a try, one of both; and how it is counted. */
  record Ended(
      TaskRun run,
      TaskListener.Ending ending,
      @Nullable FinishedRow finished,
      @Nullable ReturnedRow returned) {}

  /** How far a try is. */
  record Progress(int percent, String text) {}

  final ClaimedRow row;
  final TaskType type;

  /** When this process got it, by {@link System#nanoTime}. */
  final long taken = System.nanoTime();

  private final List<TaskInterceptor> interceptors;
  private final DataSource source;
  private final Duration keepDead;
  private final Clock clock;
  private final TaskContext context;
  private final AtomicReference<@Nullable Progress> progress = new AtomicReference<>();

  // Guarded by this.
  private @Nullable Thread thread;
  private @Nullable Interruption interruption;
  private boolean over;

  private volatile long began;
  private volatile long took;

  TaskRun(
      ClaimedRow row,
      TaskType type,
      List<TaskInterceptor> interceptors,
      DataSource source,
      Duration keepDead,
      Clock clock) {
    this.row = row;
    this.type = type;
    this.interceptors = interceptors;
    this.source = source;
    this.keepDead = keepDead;
    this.clock = clock;
    this.context =
        new TaskContext(
            new TaskId(row.id()),
            row.attempt(),
            row.failed() >= type.retry().maxRetries(),
            row.idempotencyKey(),
            row.owner(),
            row.checkpoint(),
            this);
  }

  /** Runs the task in this thread; null when its end was taken from it. */
  @Nullable Ended execute() {
    boolean cancelled = row.cancelled();
    synchronized (this) {
      thread = Thread.currentThread();
      began = System.nanoTime();
      cancelled |= interruption == Interruption.CANCELLED;
      if (interruption != null) {
        thread.interrupt();
      }
    }
    Ended ended;
    try {
      ended = cancelled ? end(CANCELLED, null, "Cancelled before it ran.", null) : work();
    } catch (Throwable thrown) {
      ended = failed(thrown);
    }
    return close(ended) ? ended : null;
  }

  private Ended work() throws Exception {
    if (row.attempt() - 1 - row.failed() >= MOST_LOSSES) {
      throw new PermanentFailure(
          "It was lost %d times with the worker that ran it.".formatted(MOST_LOSSES));
    }
    Object payload = TaskPayloads.read(row.payload(), type);
    Callable<@Nullable Object> call = () -> type.work().run(payload, context);
    for (TaskInterceptor interceptor : interceptors) {
      Callable<@Nullable Object> inner = call;
      call = () -> interceptor.around(type, context, inner);
    }
    return decided(call.call());
  }

  private Ended decided(@Nullable Object outcome) {
    return switch (outcome) {
      case Outcome.Retry<?>(Duration in, String reason) ->
          failed(Failure.told(row.attempt(), clock.instant(), reason), in);
      case Outcome.Cancel<?>(String reason) -> end(CANCELLED, null, reason, null);
      case Outcome.Snooze<?>(Duration in) -> returned(TaskListener.Ending.SNOOZED, in, false, null);
      case Outcome.Done<?>(Object result) -> succeeded(result);
      case null, default -> succeeded(outcome);
    };
  }

  /** The work is done, so a result that cannot be kept is told and does not undo it. */
  private Ended succeeded(@Nullable Object result) {
    if (result == null || type.resultTtl().isZero()) {
      return end(SUCCEEDED, null, null, null);
    }
    try {
      String json = TaskPayloads.write(result, "The result of the task " + type.name());
      return end(SUCCEEDED, json, null, null);
    } catch (RuntimeException e) {
      LOG.warn("Task {} has succeeded, and its result is lost: {}", this, e.getMessage());
      return end(SUCCEEDED, null, "The result is lost: " + e.getMessage(), null);
    }
  }

  private Ended failed(Throwable thrown) {
    Interruption why;
    synchronized (this) {
      why = interruption;
    }
    if (why == Interruption.CANCELLED) {
      return end(CANCELLED, null, "Cancelled while it ran.", null);
    }
    if (why == Interruption.STOPPING || why == Interruption.LOST) {
      return returned(TaskListener.Ending.GIVEN_BACK, null, false, null);
    }
    if (why == Interruption.TIME_LIMIT) {
      return overdue();
    }
    Failure failure = Failure.of(row.attempt(), clock.instant(), thrown);
    if (thrown instanceof PermanentFailure) {
      return dead(failure);
    }
    if (thrown instanceof Error) {
      LOG.error("Task {} has failed", this, thrown);
    }
    return failed(failure, null);
  }

  private Ended overdue() {
    String told = "It took longer than its time limit of %s.".formatted(text(type.timeLimit()));
    return failed(Failure.told(row.attempt(), clock.instant(), told), null);
  }

  private Ended failed(Failure failure, @Nullable Duration in) {
    if (row.failed() >= type.retry().maxRetries()) {
      return dead(failure);
    }
    Duration delay =
        in == null ? type.retry().delay(row.failed(), ThreadLocalRandom.current()) : in;
    LOG.info("Task {} has failed and is tried again in {}: {}", this, text(delay), failure.error());
    return returned(TaskListener.Ending.RETRIED, delay, true, failure.json());
  }

  private Ended dead(Failure failure) {
    LOG.warn("Task {} is dead after {} tries: {}", this, row.attempt(), failure.error());
    return end(DEAD, null, failure.error(), failure.json());
  }

  private Ended end(
      String state, @Nullable String result, @Nullable String error, @Nullable String failure) {
    Duration keep =
        state.equals(DEAD) ? keepDead : state.equals(CANCELLED) ? KEEP_CANCELLED : type.resultTtl();
    var finished =
        new FinishedRow(row.id(), row.worker(), row.claim(), state, result, error, keep, failure);
    return new Ended(this, TaskListener.Ending.valueOf(state), finished, null);
  }

  private Ended returned(
      TaskListener.Ending ending,
      @Nullable Duration in,
      boolean counted,
      @Nullable String failure) {
    var returned = new ReturnedRow(row.id(), row.worker(), row.claim(), in, counted, failure);
    return new Ended(this, ending, null, returned);
  }

  /** What to write about a task that was claimed and not begun. */
  Ended untouched() {
    return returned(TaskListener.Ending.GIVEN_BACK, null, false, null);
  }

  /** Whether it was open until now. */
  private synchronized boolean close(Ended ended) {
    boolean open = !over;
    over = true;
    thread = null;
    took = System.nanoTime() - began;
    return open && (interruption != Interruption.LOST || ended.finished() != null);
  }

  /** Asks the handler to end: only the first reason counts. */
  synchronized void interrupt(Interruption why) {
    if (interruption == null && !over) {
      interruption = why;
      context.cancel();
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /** Looks at the clock: interrupts what has taken too long. */
  void checkTime() {
    if (began != 0 && age().compareTo(type.timeLimit()) > 0) {
      interrupt(Interruption.TIME_LIMIT);
    }
  }

  /**
   * Ends a try whose handler does not listen to its interruption, some time after it; its thread
   * goes on. Null when there is no reason to.
   */
  @Nullable Ended giveUp(Duration grace) {
    synchronized (this) {
      if (over
          || thread == null
          || age().compareTo(type.timeLimit().plus(grace)) <= 0
          || interruption == Interruption.LOST) {
        return null;
      }
      over = true;
      took = System.nanoTime() - began;
    }
    LOG.error(
        "Task {} does not react to its interruption; its thread still runs and holds a place of the"
            + " queue {}",
        this,
        type.queue());
    return interruption == Interruption.CANCELLED
        ? end(CANCELLED, null, "Cancelled while it ran.", null)
        : overdue();
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  Duration took() {
    return Duration.ofNanos(took);
  }

  @Override
  public void progress(int percent, String text) {
    progress.set(new Progress(percent, Failure.kept(text, text.length())));
  }

  /** What was told since the last time. */
  @Nullable Progress takeProgress() {
    return progress.getAndSet(null);
  }

  @Override
  public void checkpoint(String checkpoint) {
    boolean kept =
        TaskDatabase.ask(
            source,
            connection ->
                TaskClaims.checkpoint(connection, row.id(), row.worker(), row.claim(), checkpoint));
    if (!kept) {
      interrupt(Interruption.LOST);
      throw new IllegalStateException(
          "This worker has lost the task %s to another one.".formatted(this));
    }
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return type.name() + " " + row.id();
  }
}
