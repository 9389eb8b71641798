package com.veetssuites.task;

import com.veetssuites.task.postgres.TaskRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task as it is now.
 *
 * @param attempt tries begun
 * @param enqueuedAt when it was enqueued
 * @param runAt when it is or was due; null once it has ended
 * @param startedAt when its last try began
 * @param expiresAt when nothing of it will be known any more; null before its end
 * @param worker that runs it
 * @param progress percent
 * @param result what its handler returned
 * @param error why it is dead or cancelled
 * @param payload of what has not succeeded
 * @param failures of its tries: attempt, at, error, trace
 */
public record TaskStatus(
    TaskId id,
    String queue,
    String type,
    TaskState state,
    Priority priority,
    int attempt,
    Instant enqueuedAt,
    @Nullable Instant runAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant expiresAt,
    @Nullable String worker,
    int progress,
    @Nullable String progressText,
    @Nullable JsonNode result,
    @Nullable String error,
    @Nullable JsonNode payload,
    @Nullable String idempotencyKey,
    @Nullable String owner,
    @Nullable JsonNode failures) {

  static TaskStatus of(TaskRow row) {
    return new TaskStatus(
        new TaskId(row.id()),
        row.queue(),
        row.type(),
        TaskState.valueOf(row.state()),
        Priority.values()[row.priority()],
        row.attempt(),
        row.enqueuedAt(),
        row.runAt(),
        row.startedAt(),
        row.finishedAt(),
        row.expiresAt(),
        row.worker(),
        row.progress(),
        row.progressText(),
        json(row.result()),
        row.error(),
        json(row.payload()),
        row.idempotencyKey(),
        row.owner(),
        json(row.failures()));
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    return text == null ? null : TaskPayloads.tree(text);
  }

  /** The result as a value of this type; null when there is none. */
  public <T> @Nullable T result(Class<T> resultType) {
    return result == null ? null : TaskPayloads.read(result.toString(), resultType);
  }
}
