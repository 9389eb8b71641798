package com.veetssuites.cache;

import java.time.Duration;

/**
 * Where this node stands in the invalidation log.
 *
 * @param applied what it has applied
 * @param shared whether other nodes append too
 * @param reachable whether the log answered the last time
 * @param lag how long ago it was proven that nothing is missing
 * @param unsent invalidations that wait for the log to be reachable
 * @param markers invalidations that are remembered
 * @param storeReachable whether the second level answered the last time; true without one
 * @param invalidations markers that this node has sent since the program started
 */
public record LogStatistics(
    Position applied,
    boolean shared,
    boolean reachable,
    Duration lag,
    int unsent,
    int markers,
    boolean storeReachable,
    long invalidations) {}
