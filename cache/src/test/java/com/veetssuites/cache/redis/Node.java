package com.veetssuites.cache.redis;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Cached;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One node of an application: its caches over Redis, and what stands for the database. */
final class Node implements AutoCloseable {

  /** The value of every key, and who has loaded how often: shared by the nodes of a test. */
  static final class Database {
    volatile String truth = "v1";
    final AtomicInteger loads = new AtomicInteger();

    String load(Object key) {
      loads.incrementAndGet();
      return truth;
    }
  }

  final RedisConnections connections;
  final RedisStore store;
  final TieredCaches caches;
  final TieredCache<Long, String> region;
  private final Database database;

  Node(String url, String namespace, Database database) {
    this(url, namespace, database, RedisSettings.defaults(), Duration.ofSeconds(1));
  }

  Node(
      String url,
      String namespace,
      Database database,
      RedisSettings settings,
      Duration maxStaleness) {
    this.database = database;
    this.connections = RedisConnections.open(url, settings);
    this.store = new RedisStore(connections, namespace);
    this.caches =
        TieredCaches.builder()
            .log(new RedisInvalidationLog(connections, namespace, 1000))
            .store(store)
            .maxStaleness(maxStaleness)
            .build();
    this.region = caches.region(CacheSpec.<Long, String>of("course", String.class).build());
  }

  Cached<String> read(long id) {
    return region.findOrLoad(id, database::load);
  }

  String value(long id) {
    return String.valueOf(read(id).value());
  }

  /** Waits for it; a server that cannot be asked just now, as in a fail-over, is asked again. */
  static void eventually(String what, Duration atMost, BooleanSupplier happens) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!answered(happens)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + atMost.toMillis() + " ms: " + what);
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean answered(BooleanSupplier happens) {
    try {
      return happens.getAsBoolean();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Waits until the node has what it needs to serve from memory. */
  void settle() {
    eventually(
        "the node follows its log",
        Duration.ofSeconds(5),
        () -> caches.log().reachable() && caches.log().lag().toMillis() < 900);
  }

  @Override
  public void close() {
    caches.close();
    connections.close();
  }
}
