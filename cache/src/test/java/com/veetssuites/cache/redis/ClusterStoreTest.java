package com.veetssuites.cache.redis;

import com.veetssuites.testing.RedisCluster;
import org.junit.jupiter.api.AfterAll;

/** The second level on a cluster of three masters. */
class ClusterStoreTest extends RedisStoreContract {

  private static final RedisCluster CLUSTER = RedisCluster.start();
  private static final RedisConnections CONNECTIONS =
      RedisConnections.open(CLUSTER.url(), RedisSettings.defaults());

  @AfterAll
  static void stop() {
    CONNECTIONS.close();
    CLUSTER.close();
  }

  @Override
  RedisConnections connections() {
    return CONNECTIONS;
  }
}
