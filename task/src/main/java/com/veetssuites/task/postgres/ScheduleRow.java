package com.veetssuites.task.postgres;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is kept.
 *
 * @param timing a cron expression with its zone, or a rate
 * @param missed {@code RUN_ONCE} or {@code SKIP}
 * @param configured whether it comes from the configuration
 */
public record ScheduleRow(
    String name,
    String type,
    String payload,
    String timing,
    String missed,
    boolean configured,
    Instant nextAt,
    @Nullable Instant lastAt,
    @Nullable UUID lastTask) {}
