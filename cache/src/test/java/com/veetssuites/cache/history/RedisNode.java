package com.veetssuites.cache.history;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.redis.RedisConnections;
import com.veetssuites.cache.redis.RedisInvalidationLog;
import com.veetssuites.cache.redis.RedisSettings;
import com.veetssuites.cache.redis.RedisStore;
import java.time.Clock;
import java.time.Duration;

/** A node of a history on a real Redis, with a clock that may be wrong by hours. */
final class RedisNode implements AutoCloseable {

  private static final RedisSettings SETTINGS =
      new RedisSettings(
          Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMillis(500), 4096, true);

  final Node node;
  private final RedisConnections connections;

  RedisNode(int index, String url, String namespace, Duration clockIsOff, Cells cells) {
    connections = RedisConnections.open(url, SETTINGS);
    node =
        new Node(
            index,
            TieredCaches.builder()
                .log(new RedisInvalidationLog(connections, namespace, 1000))
                .store(new RedisStore(connections, namespace))
                .maxStaleness(History.BOUND)
                .clock(Clock.offset(Clock.systemUTC(), clockIsOff))
                .build(),
            cells);
  }

  @Override
  public void close() {
    node.close();
    connections.close();
  }
}
