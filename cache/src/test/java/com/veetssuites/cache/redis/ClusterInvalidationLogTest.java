package com.veetssuites.cache.redis;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.InvalidationLogContract;
import com.veetssuites.testing.RedisCluster;
import com.veetssuites.testing.RedisExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The log on a cluster of three masters keeps the contract: so all its keys share a slot. */
class ClusterInvalidationLogTest extends InvalidationLogContract {

  private static final RedisCluster CLUSTER = RedisCluster.start();
  private static final RedisConnections CONNECTIONS =
      RedisConnections.open(CLUSTER.url(), RedisSettings.defaults());

  @BeforeAll
  static void it_is_a_cluster() {
    if (!CONNECTIONS.cluster()) {
      throw new IllegalStateException("The cluster was not recognised.");
    }
  }

  @AfterAll
  static void stop() {
    CONNECTIONS.close();
    CLUSTER.close();
  }

  @Override
  protected InvalidationLog open() {
    return new RedisInvalidationLog(CONNECTIONS, RedisExtension.namespace());
  }
}
