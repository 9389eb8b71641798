package com.veetssuites.query.replica;

import java.time.Duration;

/**
 * How replicas are used.
 *
 * @param maxLag a replica that is further behind gets no reads
 * @param interval between two looks at a server
 * @param timeout of a look, and of the wait for a connection to a replica
 * @param maximumPoolSize connections to each replica; 0: as many as to the primary
 */
public record ReplicaSettings(
    Duration maxLag, Duration interval, Duration timeout, int maximumPoolSize) {

  public ReplicaSettings {
    positive("max-lag", maxLag);
    positive("interval", interval);
    positive("timeout", timeout);
    if (maximumPoolSize < 0) {
      throw new IllegalArgumentException(
          "veets.query.replicas.maximum-pool-size is %d; it must be 1 or more, or 0 for that of the primary."
              .formatted(maximumPoolSize));
    }
  }

  private static void positive(String name, Duration value) {
    if (value.toMillis() < 10 || value.toDays() > 1) {
      throw new IllegalArgumentException(
          "veets.query.replicas.%s is %s; it must be between 10 ms and a day."
              .formatted(name, value));
    }
  }
}
