package com.veetssuites.benchmarks;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Cached.Origin;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.redis.RedisConnections;
import com.veetssuites.cache.redis.RedisInvalidationLog;
import com.veetssuites.cache.redis.RedisSettings;
import com.veetssuites.cache.redis.RedisStore;
import com.veetssuites.testing.RedisServer;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The second level in a real Redis on loopback, against what one would write with Lettuce: a hit
 * against GET and decode, dropping a prefix against SCAN and DEL. The region keeps nothing in
 * memory, so each of its hits is one of the second level.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class SharedCacheBenchmark {

  /** A kilobyte of content. */
  public record Page(long id, String title, String text) {}

  private static final int BATCH = 1000;

  /** Values in Redis. */
  @Param({"1000", "100000"})
  public int live;

  private @Nullable RedisServer server;
  private @Nullable RedisConnections connections;
  private @Nullable TieredCaches caches;
  private @Nullable TieredCache<Long, Page> region;
  private @Nullable RedisClient client;
  private @Nullable StatefulRedisConnection<String, byte[]> raw;
  private long at;

  @Setup
  public void fill() throws IOException {
    RedisServer redis = RedisServer.start();
    server = redis;
    RedisConnections opened = RedisConnections.open(redis.url(), RedisSettings.defaults());
    connections = opened;
    TieredCaches built =
        TieredCaches.builder()
            .log(new RedisInvalidationLog(opened, "bench"))
            .store(new RedisStore(opened, "bench"))
            .build();
    caches = built;
    TieredCache<Long, Page> pages =
        built.region(
            CacheSpec.<Long, Page>of("page", Page.class)
                .key(k -> CacheKey.of("page", k))
                .maxWeight(1)
                .build());
    region = pages;
    RedisClient lettuce = RedisClient.create(redis.url());
    client = lettuce;
    StatefulRedisConnection<String, byte[]> connection =
        lettuce.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    raw = connection;
    for (long k = 0; k < live; k++) {
      Page page = page(k);
      connection.async().set("raw:" + k, pages.spec().codec().encode(page));
      if (k < BATCH) {
        pages.getOrLoad(k, SharedCacheBenchmark::page);
      }
      if (k % BATCH == BATCH - 1) {
        built.flush(Duration.ofSeconds(1));
        connection.sync().ping();
      }
    }
    if (pages.findOrLoad(7L, SharedCacheBenchmark::page).origin() != Origin.REMOTE) {
      throw new IllegalStateException("A hit is not one of the second level.");
    }
  }

  private static Page page(long id) {
    return new Page(id, "Page " + id, "Lorem ipsum dolor. ".repeat(52) + id);
  }

  @TearDown
  public void close() {
    Objects.requireNonNull(raw).close();
    Objects.requireNonNull(client).shutdown(Duration.ZERO, Duration.ofSeconds(1));
    Objects.requireNonNull(caches).close();
    Objects.requireNonNull(connections).close();
    Objects.requireNonNull(server).close();
  }

  private RedisCommands<String, byte[]> lettuce() {
    return Objects.requireNonNull(raw).sync();
  }

  @Benchmark
  public Page hitLettuce() throws IOException {
    return Objects.requireNonNull(region)
        .spec()
        .codec()
        .decode(lettuce().get("raw:" + at++ % BATCH));
  }

  @Benchmark
  public @Nullable Page hit() {
    return Objects.requireNonNull(region).get(at++ % BATCH);
  }

  /** Of none that is there, so that every call meets the same data. */
  @Benchmark
  public void dropPrefix() {
    Objects.requireNonNull(caches).invalidate(CacheKey.of("list", 7));
  }

  /** The same of what is not there: finding nothing to delete is the cheapest it can be. */
  @Benchmark
  public long dropScan() {
    long deleted = 0;
    ScanArgs pattern = ScanArgs.Builder.matches("list:7:*").limit(BATCH);
    KeyScanCursor<String> found = lettuce().scan(pattern);
    while (true) {
      if (!found.getKeys().isEmpty()) {
        deleted += lettuce().del(found.getKeys().toArray(String[]::new));
      }
      if (found.isFinished()) {
        return deleted;
      }
      found = lettuce().scan(found, pattern);
    }
  }
}
