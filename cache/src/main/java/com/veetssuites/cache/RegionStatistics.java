package com.veetssuites.cache;

import java.time.Duration;

/**
 * What a region has done since the program started, and what it holds.
 *
 * @param region its name
 * @param localHits reads answered by the memory of this process
 * @param remoteHits reads answered by the second level
 * @param misses reads that neither level could answer
 * @param loads loaders that were run
 * @param loadFailures loaders that threw
 * @param loadTime time spent in loaders
 * @param joins callers that shared the load of another
 * @param staleServed values served past their time, while they were loaded anew or could not be
 * @param staleRejections values that were there but no longer true
 * @param unproven reads that could not use the memory because the node was too far behind the log
 * @param refusals values that were loaded and could not be kept
 * @param evictions values dropped to make room
 * @param entries values in memory, about
 * @param bytes their weight, about
 */
public record RegionStatistics(
    String region,
    long localHits,
    long remoteHits,
    long misses,
    long loads,
    long loadFailures,
    Duration loadTime,
    long joins,
    long staleServed,
    long staleRejections,
    long unproven,
    long refusals,
    long evictions,
    long entries,
    long bytes) {

  /** The share of reads that were hits, from 0 to 1; 1 when nothing was read. */
  public double hitRate() {
    long hits = localHits + remoteHits;
    return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
  }
}
