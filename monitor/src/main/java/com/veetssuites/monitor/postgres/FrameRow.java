package com.veetssuites.monitor.postgres;

import java.time.Instant;

/** What a node did in a stretch of time. */
public record FrameRow(String node, Instant start, int seconds, byte[] content) {}
