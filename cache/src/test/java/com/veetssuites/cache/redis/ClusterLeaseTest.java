package com.veetssuites.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.testing.RedisExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Invariant 8: a key is loaded once a node and expiry, and with a lease once in all nodes together;
 * a node that dies while it loads holds the others up for the time of its lease and no longer.
 */
@Timeout(60)
class ClusterLeaseTest {

  private static final int NODES = 4;
  private static final int CALLERS = 8;
  private static final int ROUNDS = 5;
  private static final Duration LEASE = Duration.ofMillis(600);

  private final String namespace = RedisExtension.namespace();
  private final List<Node> nodes = new ArrayList<>();
  private final AtomicInteger loads = new AtomicInteger();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void open() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node(RedisExtension.url(), namespace, new Node.Database()));
    }
    nodes.forEach(Node::settle);
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    nodes.forEach(Node::close);
  }

  private static TieredCache<Long, String> region(Node node, boolean lease, Duration joinTimeout) {
    return node.caches.region(
        CacheSpec.<Long, String>of(lease ? "leased" : "each", String.class)
            .lease(lease)
            .joinTimeout(joinTimeout)
            .build());
  }

  private String load(long id) throws InterruptedException {
    Thread.sleep(50);
    return "value " + loads.incrementAndGet() + " of " + id;
  }

  /** All callers of all nodes at once; how many loads that took. */
  private int loadsOfAll(List<TieredCache<Long, String>> regions)
      throws InterruptedException, ExecutionException {
    int before = loads.get();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    for (TieredCache<Long, String> region : regions) {
      for (int i = 0; i < CALLERS; i++) {
        all.add(
            callers.submit(() -> {
              start.await();
              return region.getOrLoad(7L, this::load);
            }));
      }
    }
    start.countDown();
    for (Future<?> each : all) {
      assertThat(each.get()).isNotNull();
    }
    return loads.get() - before;
  }

  private List<TieredCache<Long, String>> regions(boolean lease) {
    return nodes.stream().map(node -> region(node, lease, Duration.ofSeconds(5))).toList();
  }

  private void invalidateEverywhere(TieredCache<Long, String> first) {
    first.invalidate(7L);
    Position position = nodes.getFirst().caches.position();
    for (Node node : nodes) {
      assertThat(node.caches.catchUp(position)).isTrue();
    }
  }

  @Test
  void with_a_lease_a_cold_key_is_loaded_once_in_the_cluster() throws Exception {
    List<TieredCache<Long, String>> regions = regions(true);
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(loadsOfAll(regions)).isEqualTo(1);
      invalidateEverywhere(regions.getFirst());
    }
  }

  @Test
  void without_a_lease_a_cold_key_is_loaded_once_a_node_at_most() throws Exception {
    List<TieredCache<Long, String>> regions = regions(false);
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(loadsOfAll(regions)).isBetween(1, NODES);
      invalidateEverywhere(regions.getFirst());
    }
  }

  @Test
  void when_the_holder_of_a_lease_dies_another_node_loads_after_the_lease() throws Exception {
    Node holder = new Node(RedisExtension.url(), namespace, new Node.Database());
    holder.settle();
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Future<?> dead =
        callers.submit(() ->
            region(holder, true, LEASE)
                .getOrLoad(
                    7L,
                    id -> {
                      loading.countDown();
                      never.await();
                      return "never";
                    }));
    assertThat(loading.await(5, TimeUnit.SECONDS)).isTrue();
    holder.connections.close();

    long began = System.nanoTime();
    List<Future<String>> waiting = new ArrayList<>();
    for (Node node : nodes) {
      TieredCache<Long, String> region = region(node, true, LEASE.multipliedBy(10));
      waiting.add(callers.submit(() -> region.getOrLoad(7L, this::load)));
    }
    for (Future<String> each : waiting) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("value 1 of 7");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(loads).hasValue(1);
    assertThat(took).isBetween(LEASE.dividedBy(3), LEASE.multipliedBy(5));
    dead.cancel(true);
    holder.caches.close();
  }
}
