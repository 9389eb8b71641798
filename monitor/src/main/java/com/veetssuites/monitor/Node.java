package com.veetssuites.monitor;

import java.time.Instant;

/**
 * This process.
 *
 * @param name unique among those that run
 * @param role {@code server} or {@code worker}
 * @param version of the application
 */
public record Node(String name, String role, String version, Instant startedAt) {}
