package com.veetssuites.monitor;

import java.util.Set;

/**
 * What was beyond its limit is within it again: published by one node of all, as an event of the
 * application, at least once; {@link AlertEvent#key} is the same each time.
 *
 * @param channels by which ways its rule wants people to be told
 */
public record AlertResolved(AlertEvent event, Set<AlertChannel> channels) {}
