package com.veetssuites.task;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kind of task: what is enqueued, and how it is run.
 *
 * @param name as it is kept in the database
 * @param payload a record
 * @param queue where its tasks wait
 * @param timeLimit after which a try is interrupted
 * @param resultTtl how long results are kept; zero keeps none
 */
public record TaskType(
    String name,
    Class<?> payload,
    String queue,
    RetryPolicy retry,
    Duration timeLimit,
    Priority priority,
    Duration resultTtl,
    Work work) {

  private static final String NAME = "[a-z0-9][a-z0-9_.-]{0,99}";

  /** What runs a task. */
  @FunctionalInterface
  public interface Work {

    /** Returns the result, or an {@link Outcome}. */
    @Nullable Object run(Object payload, TaskContext context) throws Exception;
  }

  public TaskType {
    if (!name.matches(NAME)) {
      throw new InvalidTasks(
          "\"%s\" is no name of a task type: up to 100 of a-z, 0-9, _, - and ., as in process_cv_upload."
              .formatted(name));
    }
    if (timeLimit.isZero()) {
      throw new InvalidTasks("The time limit of %s is 0.".formatted(name));
    }
    Durations.requireWait(timeLimit);
    Durations.requireWait(resultTtl);
  }

  /** A type of which nothing is special, in the queue {@code default}. */
  public static TaskType of(Class<?> payload, Work work) {
    return new TaskType(
        nameOf(payload),
        payload,
        "default",
        new RetryPolicy(3, Duration.ofSeconds(10), 2, Duration.ofHours(1)),
        Duration.ofMinutes(10),
        Priority.NORMAL,
        Duration.ofHours(1),
        work);
  }

  /** {@code ProcessCvUpload} is {@code process_cv_upload}. */
  public static String nameOf(Class<?> payload) {
    return payload
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  /** The same in another queue. */
  public TaskType in(String otherQueue) {
    return new TaskType(name, payload, otherQueue, retry, timeLimit, priority, resultTtl, work);
  }
}
