package com.veetssuites.query.replica;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a replica at a moment.
 *
 * @param name host, port and database
 * @param lag how far behind the primary it is; null when that is not known
 * @param served how many connections reads got from it
 * @param problem why it gets no reads, in a sentence; null when it does
 */
public record ReplicaStatus(
    String name, State state, @Nullable Duration lag, long served, @Nullable String problem) {

  /** Whether reads go there, and why not. */
  public enum State {
    /** Reads go there. */
    UP,
    /** It replays too slowly. */
    LAGGING,
    /** It does not answer. */
    DOWN,
    /** It is no standby of this primary: it was promoted, or is of another cluster. */
    DETACHED
  }
}
