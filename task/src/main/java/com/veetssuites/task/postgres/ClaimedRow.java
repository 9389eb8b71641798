package com.veetssuites.task.postgres;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker has claimed.
 *
 * @param priority 0 is the highest
 * @param claim when it was claimed, in µs since 1970; with the worker it proves the claim
 * @param attempt number of this try, from 1
 * @param failed tries that have failed before
 * @param waitMicros µs since it was due
 * @param cancelled somebody does not want it any more
 */
public record ClaimedRow(
    UUID id,
    String type,
    int priority,
    long worker,
    long claim,
    int attempt,
    int failed,
    long waitMicros,
    boolean cancelled,
    String payload,
    @Nullable String idempotencyKey,
    @Nullable String owner,
    @Nullable String checkpoint) {}
