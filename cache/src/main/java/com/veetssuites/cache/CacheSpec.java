package com.veetssuites.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How one region of the cache behaves. Start with {@link #of}, change what differs from the
 * defaults, {@link Builder#build} it.
 *
 * @param name the region, unique in a program: {@code user.profile}
 * @param prefix the key that every key of the region is below of; clearing the region invalidates
 *     it
 * @param key the hierarchical key of a value
 * @param codec values as bytes
 * @param weigher bytes a value takes in memory; null for the length of its encoded form
 * @param timeToLive how long a value is fresh; 300 s
 * @param staleWhileRevalidate how long after that it is still served while it is loaded anew; 0
 * @param failSafe how long after its time a value may be served when it cannot be loaded; 0
 * @param negativeTimeToLive how long the absence of a value (a loader's null) is believed; 30 s, 0
 *     for not at all
 * @param jitter the share of the time to live that is taken off at random, so that not all values
 *     of a burst expire at once; 0.1
 * @param softLoadTimeout after this a stale value is served while the load goes on; null for never.
 *     A time-out of either kind moves loads to threads of their own
 * @param hardLoadTimeout after this a load is given up; null for never
 * @param joinTimeout how long a caller waits for the load of another before it loads itself; 10 s
 * @param maxStaleness how far behind the log this node may be and still serve; null for the bound
 *     of all regions
 * @param serveUnproven whether values are served even when the node cannot prove that it is at most
 *     that far behind
 * @param maxWeight bytes of values in memory; 64 MiB
 * @param maxValueBytes a larger value is not cached; 4 MiB
 * @param compressAbove a longer encoded value is compressed in the second level; 4 KiB
 * @param remote whether the second level is used
 * @param lease whether only one node at a time loads a key
 * @param refreshInCaller whether a stale value is loaded anew by one of its callers, in its thread,
 *     instead of in the background
 */
public record CacheSpec<K, V>(
    String name,
    CacheKey prefix,
    Function<K, CacheKey> key,
    Codec<V> codec,
    @Nullable ToIntFunction<V> weigher,
    Duration timeToLive,
    Duration staleWhileRevalidate,
    Duration failSafe,
    Duration negativeTimeToLive,
    double jitter,
    @Nullable Duration softLoadTimeout,
    @Nullable Duration hardLoadTimeout,
    Duration joinTimeout,
    @Nullable Duration maxStaleness,
    boolean serveUnproven,
    long maxWeight,
    int maxValueBytes,
    int compressAbove,
    boolean remote,
    boolean lease,
    boolean refreshInCaller) {

  /**
   * The defaults for a region whose values are of this type.
   *
   * @param name the region, its parts separated by dots: the values of {@code user.profile} have
   *     keys such as {@code user:profile:7}
   * @param type what Jackson can write and read: a record, best of all
   */
  public static <K, V> Builder<K, V> of(String name, Type type) {
    return new Builder<>(name, new SmileCodec<>(type));
  }

  /** The defaults for a region with a codec of its own. */
  public static <K, V> Builder<K, V> of(String name, Codec<V> codec) {
    return new Builder<>(name, codec);
  }

  /** Collects what differs from the defaults. */
  public static final class Builder<K, V> {
    private final String name;
    private final Codec<V> codec;
    private CacheKey prefix;
    private @Nullable Function<K, CacheKey> key;
    private @Nullable ToIntFunction<V> weigher;
    private Duration timeToLive = Duration.ofSeconds(300);
    private Duration staleWhileRevalidate = Duration.ZERO;
    private Duration failSafe = Duration.ZERO;
    private Duration negativeTimeToLive = Duration.ofSeconds(30);
    private double jitter = 0.1;
    private @Nullable Duration softLoadTimeout;
    private @Nullable Duration hardLoadTimeout;
    private Duration joinTimeout = Duration.ofSeconds(10);
    private @Nullable Duration maxStaleness;
    private boolean serveUnproven;
    private long maxWeight = 64L << 20;
    private int maxValueBytes = 4 << 20;
    private int compressAbove = 4 << 10;
    private boolean remote = true;
    private boolean lease;
    private boolean refreshInCaller;

    private Builder(String name, Codec<V> codec) {
      Names.check("region name", name);
      this.name = name;
      this.codec = codec;
      this.prefix = CacheKey.parse(name.replace('.', ':'));
    }

    /** Keys begin with this instead of with the name of the region. */
    public Builder<K, V> prefix(CacheKey prefix) {
      this.prefix = prefix;
      return this;
    }

    /**
     * The key of a value; it has to be below the prefix. Otherwise it is the prefix and the key's
     * text.
     */
    public Builder<K, V> key(Function<K, CacheKey> key) {
      this.key = key;
      return this;
    }

    public Builder<K, V> weigher(ToIntFunction<V> weigher) {
      this.weigher = weigher;
      return this;
    }

    public Builder<K, V> timeToLive(Duration timeToLive) {
      this.timeToLive = positive("time to live", timeToLive);
      return this;
    }

    public Builder<K, V> staleWhileRevalidate(Duration window) {
      this.staleWhileRevalidate = notNegative("stale-while-revalidate", window);
      return this;
    }

    public Builder<K, V> failSafe(Duration window) {
      this.failSafe = notNegative("fail-safe window", window);
      return this;
    }

    public Builder<K, V> negativeTimeToLive(Duration timeToLive) {
      this.negativeTimeToLive = notNegative("negative time to live", timeToLive);
      return this;
    }

    public Builder<K, V> jitter(double share) {
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException(
            "The jitter is a share from 0 to below 1, not " + share + ".");
      }
      this.jitter = share;
      return this;
    }

    public Builder<K, V> softLoadTimeout(@Nullable Duration timeout) {
      this.softLoadTimeout = timeout == null ? null : positive("soft load time-out", timeout);
      return this;
    }

    public Builder<K, V> hardLoadTimeout(@Nullable Duration timeout) {
      this.hardLoadTimeout = timeout == null ? null : positive("hard load time-out", timeout);
      return this;
    }

    public Builder<K, V> joinTimeout(Duration timeout) {
      this.joinTimeout = positive("join time-out", timeout);
      return this;
    }

    public Builder<K, V> maxStaleness(@Nullable Duration bound) {
      this.maxStaleness = bound == null ? null : positive("staleness bound", bound);
      return this;
    }

    public Builder<K, V> serveUnproven(boolean serve) {
      this.serveUnproven = serve;
      return this;
    }

    public Builder<K, V> maxWeight(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("The most bytes in memory are 1 or more, not " + bytes);
      }
      this.maxWeight = bytes;
      return this;
    }

    public Builder<K, V> maxValueBytes(int bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("The most bytes of a value are 1 or more, not " + bytes);
      }
      this.maxValueBytes = bytes;
      return this;
    }

    public Builder<K, V> compressAbove(int bytes) {
      this.compressAbove = bytes;
      return this;
    }

    public Builder<K, V> remote(boolean remote) {
      this.remote = remote;
      return this;
    }

    public Builder<K, V> lease(boolean lease) {
      this.lease = lease;
      return this;
    }

    public Builder<K, V> refreshInCaller(boolean inCaller) {
      this.refreshInCaller = inCaller;
      return this;
    }

    /** The finished specification. */
    public CacheSpec<K, V> build() {
      CacheKey above = prefix;
      return new CacheSpec<>(
          name,
          above,
          key != null ? key : k -> above.child(k),
          codec,
          weigher,
          timeToLive,
          staleWhileRevalidate,
          failSafe,
          negativeTimeToLive,
          jitter,
          softLoadTimeout,
          hardLoadTimeout,
          joinTimeout,
          maxStaleness,
          serveUnproven,
          maxWeight,
          maxValueBytes,
          compressAbove,
          remote,
          lease,
          refreshInCaller);
    }

    private static Duration positive(String what, Duration value) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException("The " + what + " is above zero, not " + value + ".");
      }
      return value;
    }

    private static Duration notNegative(String what, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("The " + what + " is not negative: " + value + ".");
      }
      return value;
    }
  }
}
