package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.Coherence;
import com.veetssuites.cache.RegionSettings;
import com.veetssuites.cache.jdbc.OutboxMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the cache.
 *
 * @param enabled Whether anything is kept; otherwise every value is made for every caller.
 * @param namespace The beginning of every key in Redis.
 * @param maxStaleness How far behind the invalidation log a node may be and still serve from
 *     memory; at least 100 ms.
 * @param coherence How nodes agree about what a client sees.
 * @param regionDefaults What holds for every region, unless the program says something else.
 * @param regions What holds for the region of a name, whatever the program says: the same settings
 *     as in region-defaults.
 * @param mostCaches The most caches that Spring's annotations may name.
 * @param warmOnStart What is warmed after the start, in the background: false, true for everything,
 *     or the names of warmers.
 * @param warmParallelism How many warmers run at a time.
 * @param query The caching of query results.
 * @param redis The Redis that nodes share.
 * @param database The bridge between the database and the cache.
 */
@ConfigurationProperties(prefix = "veets.cache", ignoreUnknownFields = false)
public record CacheProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("veetssuites") String namespace,
    @DefaultValue("1s") Duration maxStaleness,
    @DefaultValue("bounded") Coherence coherence,
    @NestedConfigurationProperty @Nullable RegionSettings regionDefaults,
    @DefaultValue Map<String, RegionSettings> regions,
    @DefaultValue("1000") int mostCaches,
    @DefaultValue("false") List<String> warmOnStart,
    @DefaultValue("2") int warmParallelism,
    @DefaultValue Query query,
    @DefaultValue Redis redis,
    @DefaultValue Database database) {

  /** Refuses a namespace that would tear keys apart. */
  public CacheProperties {
    if (!namespace.matches("[A-Za-z0-9_.-]{1,64}")) {
      throw new IllegalArgumentException(
          "veets.cache.namespace has 1 to 64 letters, digits, dots, dashes and underscores, not '%s'."
              .formatted(namespace));
    }
    if (mostCaches < 1 || warmParallelism < 1) {
      throw new IllegalArgumentException(
          "veets.cache.most-caches and veets.cache.warm-parallelism are 1 or more.");
    }
  }

  /**
   * The caching of query results.
   *
   * @param automatic Whether results of costly read-only repository methods are cached without an
   *     annotation.
   * @param threshold The mean time of a call above which a method is costly.
   * @param calls How many calls the mean is taken of, at least.
   * @param timeToLive How long such a result is fresh.
   * @param most The most methods that are cached this way.
   */
  public record Query(
      @DefaultValue("false") boolean automatic,
      @DefaultValue("50ms") Duration threshold,
      @DefaultValue("5") int calls,
      @DefaultValue("300s") Duration timeToLive,
      @DefaultValue("100") int most) {}

  /**
   * The bridge between the database and the cache.
   *
   * @param enabled Whether what statements read and write decides what is cached.
   * @param outbox What to do about the table cache_outbox: create it when it is missing, require
   *     it, or do without it.
   */
  public record Database(
      @DefaultValue("true") boolean enabled, @DefaultValue("auto") OutboxMode outbox) {}

  /**
   * The Redis that nodes share.
   *
   * @param enabled Whether it is used; the environment variable USE_REDIS says so too.
   * @param url Where it is, credentials included; the environment variable REDIS_URL says so too.
   *     Several nodes of a cluster are separated by commas.
   * @param commandTimeout After this a command is given up.
   * @param connectTimeout After this a connection is given up.
   * @param lenientStart Whether the program starts while Redis cannot be reached.
   */
  public record Redis(
      @Nullable Boolean enabled,
      @Nullable String url,
      @DefaultValue("250ms") Duration commandTimeout,
      @DefaultValue("1s") Duration connectTimeout,
      @DefaultValue("false") boolean lenientStart) {

    /** Without the URL, which has a password in it. */
    @Override
    public String toString() {
      return "Redis[enabled=%s, commandTimeout=%s]".formatted(enabled, commandTimeout);
    }
  }
}
