package com.veetssuites.cache.redis;

/**
 * What the second level has done since it was opened.
 *
 * @param breaker whether Redis is asked
 * @param reads calls that asked Redis for values
 * @param readFailures of these, without an answer or with an error
 * @param skipped calls that did not ask, for the breaker was open
 * @param puts values handed to Redis
 * @param putFailures of these, not stored
 * @param putsDropped values that were not even sent: too much was under way, or the breaker open
 */
public record RedisStoreStatistics(
    CircuitBreaker.State breaker,
    long reads,
    long readFailures,
    long skipped,
    long puts,
    long putFailures,
    long putsDropped) {}
