package com.veetssuites.monitor.postgres;

import java.time.Duration;
import java.time.Instant;

/**
 * A process.
 *
 * @param silence since something was heard of it, by the clock of the database
 */
public record NodeRow(
    String node,
    String role,
    String version,
    Instant startedAt,
    Instant seenAt,
    boolean stopped,
    Duration silence) {}
