package com.veetssuites.task.postgres;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task that has come to its end.
 *
 * @param worker whose claim it was
 * @param claim which claim it was
 * @param state {@code SUCCEEDED}, {@code DEAD} or {@code CANCELLED}
 * @param keep how long the result is kept; zero keeps none
 * @param failure what the last try failed of, if it did: JSON
 */
public record FinishedRow(
    UUID id,
    long worker,
    long claim,
    String state,
    @Nullable String result,
    @Nullable String error,
    Duration keep,
    @Nullable String failure) {}
