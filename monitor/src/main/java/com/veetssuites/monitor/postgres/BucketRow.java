package com.veetssuites.monitor.postgres;

import java.time.Instant;

/**
 * What a series was in a period.
 *
 * @param period its number
 */
public record BucketRow(int period, Instant start, String kind, String name, byte[] content) {}
