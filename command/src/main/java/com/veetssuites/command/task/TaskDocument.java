package com.veetssuites.command.task;

import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task in the JSON documents, with everything that is known of it.
 *
 * @param runningSeconds since its try began; null when it does not run
 */
record TaskDocument(
    String id,
    String type,
    String queue,
    String state,
    String priority,
    int attempt,
    Instant enqueuedAt,
    @Nullable Instant runAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant expiresAt,
    @Nullable Double runningSeconds,
    @Nullable String worker,
    int progress,
    @Nullable String progressText,
    @Nullable JsonNode result,
    @Nullable String error,
    @Nullable JsonNode payload,
    @Nullable String idempotencyKey,
    @Nullable String owner,
    @Nullable JsonNode failures) {

  static TaskDocument of(TaskStatus task, Instant now) {
    Duration running = running(task, now);
    return new TaskDocument(
        task.id().toString(),
        task.type(),
        task.queue(),
        Cells.name(task.state()),
        Cells.name(task.priority()),
        task.attempt(),
        task.enqueuedAt(),
        task.runAt(),
        task.startedAt(),
        task.finishedAt(),
        task.expiresAt(),
        running == null ? null : running.toMillis() / 1e3,
        task.worker(),
        task.progress(),
        task.progressText(),
        task.result(),
        task.error(),
        task.payload(),
        task.idempotencyKey(),
        task.owner(),
        task.failures());
  }

  /** For how long it has been running; null when it does not. */
  static @Nullable Duration running(TaskStatus task, Instant now) {
    Instant started = task.startedAt();
    return task.state() != TaskState.RUNNING || started == null
        ? null
        : Duration.between(started, now);
  }
}
