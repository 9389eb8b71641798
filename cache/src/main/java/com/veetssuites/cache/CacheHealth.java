package com.veetssuites.cache;

/**
 * Whether the parts of the cache that other nodes share can be reached. Without them the cache goes
 * on, slower: nothing is wrong about what it serves.
 *
 * @param log whether the invalidation log answered the last time
 * @param store whether the second level answered the last time; true without one
 * @param unsent invalidations that wait for the log
 */
public record CacheHealth(boolean log, boolean store, int unsent) {

  static CacheHealth of(LogStatistics log) {
    return new CacheHealth(log.reachable(), log.storeReachable(), log.unsent());
  }

  /** Whether everything is in order. */
  public boolean good() {
    return log && store;
  }

  /** One sentence for a person. */
  public String describe() {
    if (good()) {
      return "The cache is in order.";
    }
    String what =
        log
            ? "The second level of the cache is"
            : store ? "The invalidation log is" : "The invalidation log and the second level are";
    return what + " unreachable; " + unsent + " invalidations wait to be sent.";
  }
}
