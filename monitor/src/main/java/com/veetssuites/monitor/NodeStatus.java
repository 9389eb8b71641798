package com.veetssuites.monitor;

import java.time.Instant;

/**
 * A process of the application.
 *
 * @param node its name
 * @param role {@code server} or {@code worker}
 * @param version of the application
 * @param state whether it is there
 */
public record NodeStatus(
    String node, String role, String version, Instant startedAt, Instant seenAt, State state) {

  /** Whether a process is there. */
  public enum State {
    ALIVE,
    /** It has said that it stops. */
    STOPPED,
    /** Nothing was heard of it for twelve seconds. */
    GONE
  }
}
