package com.veetssuites.task.postgres;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is kept, wherever it is.
 *
 * @param state {@code SCHEDULED}, {@code QUEUED}, {@code RUNNING}, {@code SUCCEEDED}, {@code DEAD}
 *     or {@code CANCELLED}
 * @param priority 0 is the highest
 * @param failures of its tries: a JSON array; null when there was none
 */
public record TaskRow(
    UUID id,
    String queue,
    String type,
    String state,
    int priority,
    int attempt,
    Instant enqueuedAt,
    @Nullable Instant runAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant expiresAt,
    @Nullable String worker,
    int progress,
    @Nullable String progressText,
    @Nullable String result,
    @Nullable String error,
    @Nullable String payload,
    @Nullable String idempotencyKey,
    @Nullable String owner,
    @Nullable String failures) {}
