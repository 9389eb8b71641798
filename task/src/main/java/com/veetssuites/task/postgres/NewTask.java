package com.veetssuites.task.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task to be written.
 *
 * @param priority 0 is the highest
 * @param at when it is to start; null to count the delay from the database's time
 * @param uniqueKey of which one may wait; null hinders nothing
 */
public record NewTask(
    UUID id,
    String queue,
    String type,
    int priority,
    String payload,
    @Nullable Instant at,
    Duration delay,
    @Nullable String uniqueKey,
    @Nullable String idempotencyKey,
    @Nullable String owner) {}
