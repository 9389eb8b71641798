package com.veetssuites.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.Cached.Origin;
import com.veetssuites.testing.RedisCluster;
import com.veetssuites.testing.RedisExtension;
import com.veetssuites.testing.RedisServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two nodes on a cluster of three masters: values lie on all of them, the log on one. */
class RedisClusterCachesTest {

  @Test
  void values_are_spread_and_invalidations_reach_the_other_node() {
    try (RedisCluster cluster = RedisCluster.start()) {
      Node.Database database = new Node.Database();
      String namespace = RedisExtension.namespace();
      try (Node a = new Node(cluster.url(), namespace, database);
          Node b = new Node(cluster.nodes().getLast().url(), namespace, database)) {
        a.settle();
        b.settle();
        assertThat(a.connections.cluster()).isTrue();
        for (long id = 0; id < 100; id++) {
          a.value(id);
        }
        a.caches.flush(Duration.ofSeconds(2));
        for (RedisServer server : cluster.nodes()) {
          assertThat(Integer.parseInt(server.command("DBSIZE").strip().substring(1)))
              .isBetween(10, 70);
        }

        List<Long> keys = LongStream.range(0, 100).boxed().toList();
        Map<Long, String> found =
            b.region.getAll(keys, missing -> new LinkedHashMap<Long, String>());
        assertThat(found).hasSize(100);
        assertThat(database.loads).hasValue(100);

        database.truth = "v2";
        a.region.invalidateAll();
        assertThat(a.value(7)).isEqualTo("v2");
        Node.eventually("b sees it", Duration.ofSeconds(1), () -> b.value(8).equals("v2"));
        Node.eventually("b hits", Duration.ofSeconds(1), () -> b.read(7).origin() == Origin.LOCAL);

        cluster.nodes().forEach(server -> server.command("FLUSHALL"));
        database.truth = "v3";
        a.region.invalidate(7L);
        assertThat(a.value(7)).isEqualTo("v3");
        Node.eventually("b sees it", Duration.ofSeconds(2), () -> b.value(7).equals("v3"));
        for (Node node : List.of(a, b)) {
          // A command of two slots would have been refused.
          assertThat(node.store.statistics().readFailures()).isZero();
          assertThat(node.store.statistics().putFailures()).isZero();
          assertThat(node.caches.log().reachable()).isTrue();
        }
      }
    }
  }
}
