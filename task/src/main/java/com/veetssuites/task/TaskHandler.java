package com.veetssuites.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that runs the tasks of one type. Its first parameter is the payload, a record:
 * the record is the type of the task. A second one may be the {@link TaskContext}.
 *
 * <p>What it returns is the result, readable by the id of the task; an {@link Outcome} decides what
 * happens next. What it throws is tried again, but for {@link PermanentFailure}. A task runs at
 * least once: a worker that is killed after the work and before it could say so does it again
 * elsewhere, so handlers are idempotent.
 *
 * <p>Durations are written as {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 7d}.
 *
 * {@snippet :
 * record ProcessCvUpload(long portfolioId) {}
 *
 * @TaskHandler(queue = "file_processing", maxRetries = 3, backoff = "60s")
 * CvSummary process(ProcessCvUpload task, TaskContext context) { … }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TaskHandler {

  /**
   * Name of the type; by default that of the record in snake case: {@code ProcessCvUpload} is
   * {@code process_cv_upload}. Name it before the record is renamed, or what waits is unknown.
   */
  String type() default "";

  /** One of the configured queues. */
  String queue() default "default";

  /** How often it is tried again after a failure, before the task is dead. */
  int maxRetries() default 3;

  /** How long it waits before the first retry. */
  String backoff() default "10s";

  /** What the wait is multiplied with for each further retry; at least 1. */
  double backoffMultiplier() default 2;

  /** The longest wait between two tries. */
  String maxBackoff() default "1h";

  /** After this time the thread is interrupted, and the try has failed. */
  String timeLimit() default "10m";

  Priority priority() default Priority.NORMAL;

  /** How long the result is kept; {@code 0s} keeps none. Dead tasks are kept longer. */
  String resultTtl() default "1h";
}
