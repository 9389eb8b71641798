package com.veetssuites.cache;

/** How nodes agree about what a client sees. */
public enum Coherence {
  /** Every node is at most the staleness bound behind. */
  BOUNDED,
  /**
   * A client reads its own writes on any node as well: it carries the {@link Position} of its last
   * write, and a node that is not as far {@linkplain TieredCaches#catchUp catches up} first.
   */
  SESSION
}
