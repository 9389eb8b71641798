package com.veetssuites.cache;

import java.util.Map;

/**
 * Something that fills the cache before anybody asks: it calls what is cached, as users will. Runs
 * beside others, on a thread of its own.
 */
public interface CacheWarmer {

  /** What it is called on the command line: {@code courses}. */
  String name();

  /** One line that says what is warmed. */
  String description();

  /** What of it can be limited, with a line each: {@code pages}: the first pages of each list. */
  default Map<String, String> limits() {
    return Map.of();
  }

  /**
   * Refuses limits that cannot be meant, before anything runs.
   *
   * @throws IllegalArgumentException that says what is wrong with them
   */
  default void check(WarmRequest request) {}

  /**
   * Warms.
   *
   * @param request how much
   * @param progress told of each thing that is done
   * @throws Exception when it cannot go on; what was warmed until then stays
   */
  void warm(WarmRequest request, WarmProgress progress) throws Exception;
}
