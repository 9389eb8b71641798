package com.veetssuites.cache.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one process to Redis: one server, a master that sentinels name, or a cluster, which is
 * found out by asking. Holds the threads and connections of all that is opened over it; close it
 * last.
 */
public final class RedisConnections implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(RedisConnections.class);
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
  private static final Duration CARE = Duration.ofMillis(500);
  private static final Duration TOPOLOGY = Duration.ofSeconds(30);

  private final RedisAddress address;
  private final RedisSettings settings;
  private final ClientResources resources;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private volatile @Nullable AbstractRedisClient client;
  private @Nullable RedisURI server;
  private volatile boolean cluster;
  private volatile boolean closed;
  private final Thread care;

  private RedisConnections(RedisAddress address, RedisSettings settings) {
    this.address = address;
    this.settings = settings;
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(20), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS))
            .build();
    this.care = Thread.ofPlatform().daemon().name("redis-connections").unstarted(this::care);
  }

  /**
   * Connects, and checks that what answers can be used.
   *
   * @param url {@code redis://[[user]:password@]host[:port][/database]}, {@code rediss://} for TLS,
   *     several hosts with commas between them, or {@code redis-sentinel://…#master}
   * @throws RedisUnusable when the URL is malformed, the password wrong or the server too old; also
   *     when nobody answers, unless the settings are lenient
   */
  public static RedisConnections open(String url, RedisSettings settings) {
    RedisAddress address = RedisAddress.parse(url, settings.connectTimeout());
    RedisConnections connections = new RedisConnections(address, settings);
    try {
      connections.dial();
    } catch (RedisUnusable e) {
      connections.close();
      throw e;
    } catch (Unreachable e) {
      if (!settings.lenient()) {
        connections.close();
        throw new RedisUnusable(e.getMessage());
      }
      LOGGER.warn("{} Going on without it, and trying again.", e.getMessage());
    }
    connections.care.start();
    return connections;
  }

  RedisSettings settings() {
    return settings;
  }

  /** Whether the server is a part of a cluster; false as long as nobody has answered. */
  public boolean cluster() {
    return cluster;
  }

  /** Opens a connection of its own for one purpose. */
  Link link() {
    Link link = new Link(address.toString());
    try {
      connect(link);
    } catch (Unreachable e) {
      if (!settings.lenient()) {
        throw new RedisUnusable(e.getMessage());
      }
    }
    links.add(link);
    return link;
  }

  void close(Link link) {
    links.remove(link);
    link.close();
  }

  private synchronized void connect(Link link) throws Unreachable {
    if (closed) {
      return;
    }
    AbstractRedisClient dialed = client == null ? dial() : client;
    try {
      link.replace(
          switch (dialed) {
            case RedisClusterClient many -> {
              var connection = many.connect(CODEC);
              yield new Link.Wire(connection, connection.async());
            }
            case RedisClient one -> {
              var connection = one.connect(CODEC, server());
              yield new Link.Wire(connection, connection.async());
            }
            default -> throw new IllegalStateException("an unknown client " + dialed);
          });
    } catch (RuntimeException e) {
      throw failure(address.toString(), e);
    }
  }

  private RedisURI server() {
    return server == null ? address.uris().getFirst() : server;
  }

  /** Finds a host that answers, and what it is. */
  private synchronized AbstractRedisClient dial() throws Unreachable {
    RedisClient one = RedisClient.create(resources);
    one.setOptions(prepare(ClientOptions.builder()).build());
    try {
      RedisURI found = search(one);
      if (!cluster) {
        server = found;
        client = one;
        return one;
      }
    } catch (RedisUnusable | Unreachable e) {
      one.shutdownAsync();
      throw e;
    }
    one.shutdownAsync();
    RedisClusterClient many = RedisClusterClient.create(resources, address.uris());
    many.setOptions(clusterOptions());
    client = many;
    return many;
  }

  private RedisURI search(RedisClient one) throws Unreachable {
    Unreachable last = new Unreachable("REDIS_URL names no host.");
    for (RedisURI uri : address.uris()) {
      String where = new RedisAddress(List.of(uri)).toString();
      try (StatefulRedisConnection<String, String> probe = one.connect(StringCodec.UTF8, uri)) {
        RedisVersion version = RedisVersion.parse(probe.sync().info("server"), where);
        version.check(where);
        if (version.cluster() && address.database() != 0) {
          throw new RedisUnusable(
              "A Redis Cluster has no database %d; leave it out of REDIS_URL."
                  .formatted(address.database()));
        }
        cluster = version.cluster();
        if (cluster || probe.sync().info("replication").contains("role:master")) {
          return uri;
        }
        last = new Unreachable("Redis at %s is a replica, not a master.".formatted(where));
      } catch (RedisUnusable e) {
        throw e;
      } catch (RuntimeException e) {
        last = failure(where, e);
      }
    }
    throw last;
  }

  private ClusterClientOptions clusterOptions() {
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    prepare(builder);
    return builder
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(TOPOLOGY)
                .enableAllAdaptiveRefreshTriggers()
                .adaptiveRefreshTriggersTimeout(settings.connectTimeout())
                .build())
        .maxRedirects(5)
        .build();
  }

  /**
   * While disconnected, commands fail at once; what was under way when a connection broke fails
   * too, instead of being sent again later.
   */
  private <B extends ClientOptions.Builder> B prepare(B builder) {
    builder
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(command -> true)
        .requestQueueSize(settings.mostRequests())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .tcpNoDelay(true)
                .build());
    return builder;
  }

  /** Wrong passwords and the like are for a person; the rest may heal. */
  private static Unreachable failure(String where, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("WRONGPASS") || message.contains("invalid password")) {
        throw new RedisUnusable(
            "Redis at %s refuses the user or password of REDIS_URL.".formatted(where));
      }
      if (message.contains("NOAUTH") || message.contains("HELLO must be called")) {
        throw new RedisUnusable(
            "Redis at %s needs a password; write it into REDIS_URL as redis://:password@host."
                .formatted(where));
      }
      if (message.contains("NOPERM")) {
        throw new RedisUnusable(
            "The user of REDIS_URL may not run INFO on Redis at %s; the cache needs it."
                .formatted(where));
      }
    }
    return new Unreachable("Redis at %s cannot be reached.".formatted(where));
  }

  /** Connects what could not be connected yet, and replaces what no longer answers. */
  private void care() {
    while (!closed) {
      try {
        Thread.sleep(CARE);
        for (Link link : links) {
          if (link.needsReplacement()) {
            connect(link);
            LOGGER.info("Connected to Redis at {} anew.", address);
          }
        }
      } catch (Unreachable | RuntimeException e) {
        LOGGER.debug("Still no Redis: {}", e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    care.interrupt();
    links.forEach(Link::close);
    AbstractRedisClient open = client;
    if (open != null) {
      open.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }

  private static final class Unreachable extends Exception {
    Unreachable(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
