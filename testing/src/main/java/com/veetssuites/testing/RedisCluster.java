package com.veetssuites.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Redis Cluster of three masters on loopback, without replicas. */
public final class RedisCluster implements AutoCloseable {

  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;

  private final List<RedisServer> nodes;

  private RedisCluster(List<RedisServer> nodes) {
    this.nodes = nodes;
  }

  /** Starts the nodes, shares the slots out and waits until each node finds the cluster whole. */
  public static RedisCluster start() {
    List<RedisServer> nodes = new ArrayList<>();
    for (int i = 0; i < MASTERS; i++) {
      nodes.add(
          RedisServer.start(
              "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--appendonly", "no"));
    }
    RedisCluster cluster = new RedisCluster(List.copyOf(nodes));
    for (int i = 0; i < MASTERS; i++) {
      List<String> assign = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      for (int slot = i * SLOTS / MASTERS; slot < (i + 1) * SLOTS / MASTERS; slot++) {
        assign.add(Integer.toString(slot));
      }
      must(nodes.get(i).command(assign.toArray(String[]::new)));
      must(nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1)));
    }
    for (int i = 1; i < MASTERS; i++) {
      String port = Integer.toString(nodes.getFirst().port());
      must(nodes.get(i).command("CLUSTER", "MEET", "127.0.0.1", port));
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!cluster.whole()) {
      if (System.nanoTime() > deadline) {
        cluster.close();
        throw new IllegalStateException("The cluster does not come together.");
      }
      RedisServer.pause(Duration.ofMillis(50));
    }
    return cluster;
  }

  private static void must(String answer) {
    if (!answer.startsWith("+OK")) {
      throw new IllegalStateException("Redis says " + answer);
    }
  }

  private boolean whole() {
    return nodes.stream()
        .map(node -> node.command("CLUSTER", "INFO"))
        .allMatch(info ->
            info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS));
  }

  public List<RedisServer> nodes() {
    return nodes;
  }

  /** The URL of one node, from which the others are found. */
  public String url() {
    return nodes.getFirst().url();
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
