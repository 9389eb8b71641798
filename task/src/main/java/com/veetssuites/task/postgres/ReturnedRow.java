package com.veetssuites.task.postgres;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task that goes back to its queue.
 *
 * @param worker whose claim it was
 * @param claim which claim it was
 * @param delay until it is due again; null leaves it as due as it was
 * @param counted whether the try counts as one
 * @param failure what it failed of: JSON; null when it did not
 */
public record ReturnedRow(
    UUID id,
    long worker,
    long claim,
    @Nullable Duration delay,
    boolean counted,
    @Nullable String failure) {}
