package com.veetssuites.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.Cached.Origin;
import com.veetssuites.testing.FaultyProxy;
import com.veetssuites.testing.RedisExtension;
import com.veetssuites.testing.RedisSentinel;
import com.veetssuites.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on one Redis. Invariant: once an invalidation is acknowledged, its node serves nothing
 * older, and the other one at most for the staleness bound, whatever happens to Redis and the way
 * to it.
 */
class RedisCachesTest {

  private static final Duration BOUND = Duration.ofSeconds(1);

  private final String namespace = RedisExtension.namespace();
  private final Node.Database database = new Node.Database();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  private Node node(String url) {
    return opened(new Node(url, namespace, database));
  }

  private static String url(FaultyProxy proxy) {
    return "redis://127.0.0.1:" + proxy.port();
  }

  private String key(String suffix) {
    return "{" + namespace + "}:" + suffix;
  }

  /** Both nodes have the first value in memory and in the second level. */
  private void fill(Node a, Node b) {
    a.settle();
    b.settle();
    assertThat(a.value(7)).isEqualTo("v1");
    a.caches.flush(Duration.ofSeconds(1));
    Node.eventually("b has the value", BOUND, () -> b.read(7).origin() == Origin.LOCAL);
  }

  /** Neither node serves the first value any more, and both keep what they load now. */
  private void nothingResurrects(Node a, Node b) {
    for (Node node : List.of(a, b)) {
      Node.eventually(
          "the value is fresh", BOUND.multipliedBy(3), () -> node.value(7).equals("v2"));
    }
    for (Node node : List.of(a, b)) {
      Node.eventually(
          "a fresh value is kept",
          Duration.ofSeconds(5),
          () -> node.read(7).origin() == Origin.LOCAL);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(a.value(7)).isEqualTo("v2");
      assertThat(b.value(7)).isEqualTo("v2");
    }
  }

  @Test
  void another_node_hits_the_second_level_without_a_load() {
    Node a = node(RedisExtension.url());
    Node b = node(RedisExtension.url());
    a.settle();
    b.settle();
    assertThat(a.read(7).origin()).isEqualTo(Origin.LOADED);
    a.caches.flush(BOUND);

    assertThat(b.read(7).origin()).isEqualTo(Origin.REMOTE);
    assertThat(b.read(7).origin()).isEqualTo(Origin.LOCAL);
    assertThat(database.loads).hasValue(1);
  }

  @Test
  void an_invalidation_reaches_the_other_node_within_milliseconds() {
    Node a = node(RedisExtension.url());
    Node b = node(RedisExtension.url());
    fill(a, b);
    List<Long> millis = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      assertThat(b.value(7)).isNotNull();
      database.truth = "round " + round;

      a.region.invalidate(7L);

      long began = System.nanoTime();
      assertThat(a.value(7)).isEqualTo(database.truth);
      Node.eventually("b sees it", BOUND, () -> b.value(7).equals(database.truth));
      millis.add((System.nanoTime() - began) / 1_000_000);
    }
    assertThat(millis.stream().sorted().toList().get(10)).isLessThan(100);
  }

  @Test
  void a_flushed_server_serves_nothing_old() {
    RedisServer server = opened(RedisServer.start());
    Node a = node(server.url());
    Node b = node(server.url());
    fill(a, b);
    database.truth = "v2";
    a.region.invalidate(7L);
    server.command("FLUSHALL");
    nothingResurrects(a, b);

    // The invalidation comes after the loss: it begins the epoch.
    database.truth = "v1";
    a.region.invalidate(7L);
    fill(a, b);
    database.truth = "v2";
    server.command("FLUSHALL");
    a.region.invalidate(7L);
    assertThat(a.value(7)).isEqualTo("v2");
    nothingResurrects(a, b);
  }

  @Test
  void a_value_put_back_into_a_flushed_server_is_not_believed() {
    RedisServer server = opened(RedisServer.start());
    Node a = node(server.url());
    Node b = node(server.url());
    fill(a, b);
    String name = "course/course:7";
    byte[] old = b.store.get(name);
    assertThat(old).isNotNull();
    a.region.invalidate(7L);
    server.command("FLUSHALL");
    database.truth = "v2";
    a.store.put(name, old == null ? new byte[0] : old, Duration.ofMinutes(5));
    a.caches.flush(BOUND);
    nothingResurrects(a, b);
  }

  @Test
  void lost_keys_of_the_log_resurrect_nothing() {
    RedisServer server = opened(RedisServer.start());
    Node a = node(server.url());
    Node b = node(server.url());
    for (List<String> lost :
        List.of(List.of("m"), List.of("log"), List.of("m:old"), List.of("m", "log"))) {
      database.truth = "v1";
      a.region.invalidate(7L);
      Node.eventually("both see it", BOUND, () -> b.value(7).equals("v1"));
      fill(a, b);
      database.truth = "v2";
      a.region.invalidate(7L);
      lost.forEach(suffix -> server.command("DEL", key(suffix)));
      nothingResurrects(a, b);
    }
    server.command("XTRIM", key("log"), "MAXLEN", "0");
    server.command("SCRIPT", "FLUSH");
    nothingResurrects(a, b);
  }

  @Test
  void a_restart_without_persistence_resurrects_nothing() {
    restart(opened(RedisServer.start()));
  }

  @Test
  void a_restart_with_persistence_resurrects_nothing() {
    restart(opened(RedisServer.start("--appendonly", "yes", "--appendfsync", "no")));
  }

  private void restart(RedisServer server) {
    Node a = node(server.url());
    Node b = node(server.url());
    fill(a, b);
    server.kill();
    database.truth = "v2";
    a.region.invalidate(7L);
    assertThat(a.value(7)).isEqualTo("v2");
    server.startAgain();
    nothingResurrects(a, b);
    Node.eventually("it was sent", BOUND.multipliedBy(3), () -> a.caches.log().unsent() == 0);
  }

  @Test
  void a_promoted_replica_that_counts_the_same_numbers_again_resurrects_nothing() {
    RedisServer master = opened(RedisServer.start());
    FaultyProxy replication = opened(FaultyProxy.to(master.port()));
    RedisServer replica = opened(RedisServer.replicaOf(replication.port()));
    FaultyProxy way = opened(FaultyProxy.to(master.port()));
    Node a = node(url(way));
    Node b = node(url(way));
    fill(a, b);
    Node.eventually(
        "the replica follows",
        Duration.ofSeconds(20),
        () ->
            replica.command("EXISTS", key("m")).startsWith(":1")
                && replica.command("INFO", "replication").contains("master_link_status:up"));
    replication.cut();
    database.truth = "v2";
    a.region.invalidate(7L);
    Node.eventually("b sees it", BOUND, () -> b.value(7).equals("v2"));

    // The replica never heard of it: its next invalidation gets the same number.
    master.kill();
    replica.command("REPLICAOF", "NO", "ONE");
    way.target(replica.port());
    way.reset();
    nothingResurrects(a, b);
    a.region.invalidate(8L);
    b.region.invalidate(9L);
    nothingResurrects(a, b);
  }

  @Test
  void sentinels_that_replace_the_master_resurrect_nothing() {
    RedisServer master = opened(RedisServer.start());
    RedisServer replica = opened(master.replica());
    RedisSentinel sentinel = opened(RedisSentinel.watching(master));
    Node.eventually(
        "the sentinel knows the replica",
        Duration.ofSeconds(25),
        () ->
            RedisServer.command(sentinel.port(), "SENTINEL", "master", "main")
                .contains("num-slaves\r\n$1\r\n1\r\n"));
    Node a = node(sentinel.url());
    Node b = node(sentinel.url());
    fill(a, b);

    master.kill();
    database.truth = "v2";
    a.region.invalidate(7L);

    assertThat(a.value(7)).isEqualTo("v2");
    Node.eventually(
        "the replica is the master",
        Duration.ofSeconds(25),
        () -> replica.command("INFO", "replication").contains("role:master"));
    Node.eventually(
        "both follow it",
        Duration.ofSeconds(15),
        () -> a.caches.log().reachable() && b.caches.log().reachable());
    nothingResurrects(a, b);
  }

  @Test
  void a_replica_proves_nothing() {
    RedisServer master = opened(RedisServer.start());
    FaultyProxy way = opened(FaultyProxy.to(master.port()));
    Node a = node(master.url());
    Node b = node(url(way));
    fill(a, b);
    RedisServer replica = opened(master.replica());
    Node.eventually(
        "the replica follows",
        Duration.ofSeconds(20),
        () -> replica.command("INFO", "replication").contains("master_link_status:up"));
    replica.pause();
    way.target(replica.port());
    way.reset();
    replica.resume();
    database.truth = "v2";
    a.region.invalidate(7L);
    Node.eventually("b bypasses", BOUND.multipliedBy(2), () -> b.value(7).equals("v2"));
  }

  @Test
  void a_paused_server_holds_nobody_up_and_all_converge_afterwards() {
    RedisServer server = opened(RedisServer.start());
    Node a = node(server.url());
    Node b = node(server.url());
    fill(a, b);
    server.pause();
    database.truth = "v2";
    long paused = System.nanoTime();
    try {
      a.region.invalidate(7L);
      assertThat(since(paused)).isLessThan(Duration.ofMillis(800));
      assertThat(a.region.get(7L)).isNull();
      long slowest = 0;
      while (since(paused).compareTo(BOUND.multipliedBy(3)) < 0) {
        for (Node node : List.of(a, b)) {
          long began = System.nanoTime();
          String seen = node.value(7);
          slowest = Math.max(slowest, System.nanoTime() - began);
          if (node == a || since(paused).compareTo(BOUND.plusMillis(500)) > 0) {
            assertThat(seen).isEqualTo("v2");
          }
        }
        a.region.invalidate(8L);
      }
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofMillis(1000));
      assertThat(a.caches.log().reachable()).isFalse();
    } finally {
      server.resume();
    }
    nothingResurrects(a, b);
    assertThat(a.caches.log().unsent()).isZero();
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void a_subscription_that_is_cut_leaves_the_bound_as_it_is() {
    RedisServer server = opened(RedisServer.start());
    FaultyProxy way = opened(FaultyProxy.to(server.port()));
    Node a = node(server.url());
    Node b = node(url(way));
    fill(a, b);
    way.cutThoseThatSent("XREAD");
    for (int round = 0; round < 5; round++) {
      database.truth = "round " + round;
      a.region.invalidate(7L);
      Node.eventually("b sees it", BOUND, () -> b.value(7).equals(database.truth));
      Node.eventually("b caches", BOUND, () -> b.read(7).origin() == Origin.LOCAL);
    }
    database.truth = "v2";
    a.region.invalidate(7L);
    way.heal();
    nothingResurrects(a, b);
  }

  @Test
  void a_way_that_is_slow_cut_half_cut_or_reset_serves_nothing_old_and_heals() {
    RedisServer server = opened(RedisServer.start());
    FaultyProxy way = opened(FaultyProxy.to(server.port()));
    Node a = node(server.url());
    Node b = node(url(way));
    List<Runnable> faults =
        List.of(
            way::cut,
            () -> way.cut(FaultyProxy.Direction.TO_SERVER),
            () -> way.cut(FaultyProxy.Direction.TO_CLIENT),
            way::reset,
            () -> way.delay(Duration.ofMillis(400)));
    for (Runnable fault : faults) {
      database.truth = "v1";
      a.region.invalidate(7L);
      Node.eventually("b sees it", BOUND.multipliedBy(5), () -> b.value(7).equals("v1"));
      fill(a, b);
      fault.run();
      database.truth = "v2";
      a.region.invalidate(7L);
      Node.eventually("b sees it", BOUND.plusMillis(500), () -> b.value(7).equals("v2"));
      // What the cut-off node invalidates reaches the other once the way is good.
      b.region.invalidate(8L);
      way.heal();
      nothingResurrects(a, b);
      Node.eventually("sent", BOUND.multipliedBy(3), () -> b.caches.log().unsent() == 0);
    }
  }

  @Test
  void an_invalidation_that_waited_for_the_way_reaches_the_other_node() {
    RedisServer server = opened(RedisServer.start());
    FaultyProxy way = opened(FaultyProxy.to(server.port()));
    Node a = node(server.url());
    Node b = node(url(way));
    fill(a, b);
    way.cut();
    database.truth = "v2";
    b.region.invalidate(7L);
    assertThat(b.value(7)).isEqualTo("v2");
    assertThat(a.value(7)).isEqualTo("v1");
    way.heal();
    Node.eventually("a sees it", BOUND.multipliedBy(5), () -> a.value(7).equals("v2"));
    nothingResurrects(a, b);
  }

  @Test
  void a_server_that_evicts_whatever_it_likes_serves_nothing_old() {
    RedisServer server =
        opened(RedisServer.start("--maxmemory", "2mb", "--maxmemory-policy", "allkeys-lru"));
    Node a = node(server.url());
    Node b = node(server.url());
    a.settle();
    b.settle();
    byte[] filler = new byte[10_000];
    for (int round = 0; round < 50; round++) {
      database.truth = "round " + round;
      a.region.invalidate(7L);
      assertThat(a.value(7)).isEqualTo(database.truth);
      for (int i = 0; i < 100; i++) {
        a.store.put("filler/" + round + "/" + i, filler, Duration.ofMinutes(5));
      }
      a.caches.flush(BOUND);
      Node.eventually("b sees it", BOUND.plusMillis(500), () -> b.value(7).equals(database.truth));
      assertThat(a.value(7)).isEqualTo(database.truth);
    }
    assertThat(server.command("INFO", "stats")).doesNotContain("evicted_keys:0\r");
  }
}
