package com.veetssuites.cache;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one process: its regions, its second level, and its place in the invalidation log.
 * One a process. Safe for use by many threads.
 */
public final class TieredCaches implements AutoCloseable {

  private final LogFollower follower;
  private final @Nullable RemoteStore store;
  private final Transactions transactions;
  private final Duration maxStaleness;
  private final Clock clock;
  private final boolean enabled;
  private final Ticks ticks;
  private final List<BooleanSupplier> sources = new CopyOnWriteArrayList<>();
  private final Coherence coherence;
  private final RegionSettings defaults;
  private final Map<String, RegionSettings> settings;
  private final List<Consumer<TieredCache<?, ?>>> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<String, TieredCache<?, ?>> regions = new ConcurrentHashMap<>();

  private TieredCaches(Builder builder) {
    this.ticks = builder.ticker == null ? Ticks.system() : Ticks.steered(builder.ticker);
    this.follower = new LogFollower(builder.log, ticks, builder.maxStaleness);
    this.store = builder.store;
    this.transactions = builder.transactions;
    this.maxStaleness = builder.maxStaleness;
    this.clock = builder.clock;
    this.enabled = builder.enabled;
    this.coherence = builder.coherence;
    this.defaults = builder.defaults;
    this.settings = Map.copyOf(builder.settings);
    follower.start();
  }

  /** A cache in the memory of this process alone, unless it is told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Opens a region.
   *
   * @throws IllegalStateException when there is one of this name
   */
  public <K, V> TieredCache<K, V> region(CacheSpec<K, V> spec) {
    CacheSpec<K, V> settled =
        settings.getOrDefault(spec.name(), RegionSettings.NONE).over(defaults.under(spec));
    TieredCache<K, V> region =
        new TieredCache<>(
            settled, follower, store, transactions, maxStaleness, clock, ticks, enabled);
    if (regions.putIfAbsent(spec.name(), region) != null) {
      throw new IllegalStateException("There is a cache region '" + spec.name() + "' already.");
    }
    listeners.forEach(listener -> listener.accept(region));
    return region;
  }

  /** Tells about each region that is open, and about each that is opened later. */
  public void eachRegion(Consumer<TieredCache<?, ?>> listener) {
    Set<String> told = ConcurrentHashMap.newKeySet();
    Consumer<TieredCache<?, ?>> once =
        region -> {
          if (told.add(region.spec().name())) {
            listener.accept(region);
          }
        };
    listeners.add(once);
    regions.values().forEach(once);
  }

  /** The open regions. */
  public Collection<TieredCache<?, ?>> regions() {
    return List.copyOf(regions.values());
  }

  /** Drops what depends on any of these tags; in a transaction, with its commit. */
  public void invalidate(Tag... tags) {
    long[] markers = new long[tags.length];
    for (int i = 0; i < tags.length; i++) {
      markers[i] = tags[i].hash();
    }
    invalidate(markers);
  }

  /** Drops this key and all below it; in a transaction, with its commit. */
  public void invalidate(CacheKey prefix) {
    invalidate(new long[] {prefix.hash()});
  }

  /**
   * Drops what matches: {@code courses:list:*} is {@code courses:list} and all below it. Of any
   * other pattern the longest beginning of whole segments without an asterisk is dropped, so never
   * too little; {@code *} alone drops everything. In a transaction, with its commit.
   */
  public void invalidatePattern(String pattern) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      invalidate(CacheKey.parse(pattern));
      return;
    }
    int segment = pattern.lastIndexOf(':', star);
    if (segment <= 0) {
      invalidateEverything();
    } else {
      invalidate(CacheKey.parse(pattern.substring(0, segment)));
    }
  }

  /** Drops everything, on every node; in a transaction, with its commit. */
  public void invalidateEverything() {
    invalidate(new long[] {InvalidationLog.EVERYTHING});
  }

  private void invalidate(long[] markers) {
    if (!transactions.defer(markers)) {
      follower.invalidate(markers);
    }
  }

  /**
   * Publishes the invalidations of a transaction that has committed. When this returns, this node
   * serves nothing older.
   *
   * @return false when the log could not be reached: then they are sent later
   */
  public boolean committed(long[] markers) {
    return follower.invalidate(markers) != null;
  }

  /** How far behind the log this node may be and still serve from memory. */
  public Duration maxStaleness() {
    return maxStaleness;
  }

  /**
   * Where a client stands that has just read or written here: what another node has to {@linkplain
   * #catchUp catch up with} before it serves that client.
   */
  public Position position() {
    return follower.unsent() == 0 ? follower.applied() : Position.UNPUBLISHED;
  }

  /** What this node has applied of the log: the stamp of what is read from now on. */
  public Position applied() {
    return follower.applied();
  }

  /**
   * Another source of invalidations besides the log, which {@link #catchUp} reads too.
   *
   * @param reader applies all that was there when it was called; false when it could not
   */
  public void source(BooleanSupplier reader) {
    sources.add(reader);
  }

  /**
   * Brings this node up to date for a client that has seen this position, or has written at it:
   * after true, it reads nothing older here.
   *
   * @return false when the log cannot be reached; then the client must be served {@linkplain
   *     #uncached uncached}
   */
  public boolean catchUp(Position seen) {
    Position applied = follower.applied();
    return (seen.epoch() == applied.epoch() && seen.seq() <= applied.seq())
        || (follower.sync() && sources.stream().allMatch(BooleanSupplier::getAsBoolean));
  }

  /** Runs something that neither reads nor fills the cache. */
  public <R extends @Nullable Object, X extends Throwable> R uncached(
      ScopedValue.CallableOp<R, X> body) throws X {
    Load load = Load.bypassing(Load.current(), follower.applied());
    try {
      return load.run(body);
    } finally {
      load.contribute();
    }
  }

  /**
   * Runs something as a load of its own whose values get their keys later: what it reads is
   * collected, and {@link TieredCache#fill} and {@link TieredCache#replace} take it from there. At
   * its end it becomes a part of the load around it, if there is one.
   */
  public <R extends @Nullable Object, X extends Throwable> R collect(
      ScopedValue.CallableOp<R, X> body) throws X {
    Position transaction = transactions.begin();
    Load load = Load.of(Load.current(), transaction == null ? follower.applied() : transaction);
    if (transactions.dirty()) {
      load.refuse("it was read in a transaction that has written");
    }
    try {
      return load.run(body);
    } finally {
      load.contribute();
    }
  }

  /** How nodes agree about what a client sees. */
  public Coherence coherence() {
    return coherence;
  }

  /** Whether the parts of the cache that other nodes share can be reached. */
  public CacheHealth health() {
    return CacheHealth.of(log());
  }

  /** Whether a value made of these at this position is still true here. */
  public boolean valid(Position stamp, long[] dependencies) {
    return follower.valid(stamp, dependencies);
  }

  /**
   * Another source that this node must have read lately, besides the log, to know that it is up to
   * date: see {@link Proof#renew}.
   */
  public Proof proof(String source) {
    LogFollower.Proof proof = follower.proof(source);
    return new Proof() {
      @Override
      public long now() {
        return ticks.exact();
      }

      @Override
      public void renew(long moment) {
        proof.renew(moment);
      }
    };
  }

  /** One source of proof that this node is up to date. */
  public interface Proof {
    /** This moment, for {@link #renew}. */
    long now();

    /** All that this source had to tell at that moment is applied. */
    void renew(long moment);
  }

  /** The state of this node's view of the log. */
  public LogStatistics log() {
    return new LogStatistics(
        follower.applied(),
        follower.shared(),
        follower.reachable(),
        Duration.ofNanos(Math.max(0, ticks.exact() - follower.provenAt())),
        follower.unsent(),
        follower.markers(),
        store == null || store.reachable(),
        follower.invalidations());
  }

  /** Waits until what was stored so far is in the second level, or the time is up. */
  public void flush(Duration atMost) {
    if (store != null) {
      store.flush(atMost);
    }
  }

  @Override
  public void close() {
    regions.values().forEach(TieredCache::close);
    follower.close();
    if (store != null) {
      store.close();
    }
    ticks.close();
  }

  /** Where a cache's parts are put together. */
  public static final class Builder {
    private InvalidationLog log = new LocalInvalidationLog();
    private @Nullable RemoteStore store;
    private Transactions transactions = Transactions.NONE;
    private Duration maxStaleness = Duration.ofSeconds(1);
    private Clock clock = Clock.systemUTC();
    private @Nullable LongSupplier ticker;
    private boolean enabled = true;
    private Coherence coherence = Coherence.BOUNDED;
    private RegionSettings defaults = RegionSettings.NONE;
    private final Map<String, RegionSettings> settings = new HashMap<>();

    private Builder() {}

    /** Whether anything is kept at all; otherwise every value is loaded for every caller. */
    public Builder enabled(boolean enabled) {
      this.enabled = enabled;
      return this;
    }

    /** The order of invalidations; in memory by default. */
    public Builder log(InvalidationLog log) {
      this.log = log;
      return this;
    }

    /** The second level; none by default. */
    public Builder store(RemoteStore store) {
      this.store = store;
      return this;
    }

    /** What knows the transactions of the calling threads. */
    public Builder transactions(Transactions transactions) {
      this.transactions = transactions;
      return this;
    }

    /** How far behind the log a node may be and still serve from memory; 1 s by default. */
    public Builder maxStaleness(Duration bound) {
      if (bound.compareTo(Duration.ofMillis(100)) < 0) {
        throw new IllegalArgumentException(
            "The staleness bound is at least 100 ms, not " + bound.toMillis() + " ms.");
      }
      this.maxStaleness = bound;
      return this;
    }

    /** The time of day, which decides nothing but when values in the second level expire. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Elapsed nanoseconds; {@link System#nanoTime} by default. */
    public Builder ticker(LongSupplier ticker) {
      this.ticker = ticker;
      return this;
    }

    /** How nodes agree about what a client sees; bounded by default. */
    public Builder coherence(Coherence coherence) {
      this.coherence = coherence;
      return this;
    }

    /**
     * What holds for every region instead of the defaults of {@link CacheSpec}; what the program
     * gives a region, if it differs from those, goes before it.
     */
    public Builder defaults(RegionSettings defaults) {
      this.defaults = defaults;
      return this;
    }

    /** What holds for the region of this name, whatever the program says. */
    public Builder region(String name, RegionSettings own) {
      this.settings.put(name, own);
      return this;
    }

    /** The cache, following its log from now on. */
    public TieredCaches build() {
      return new TieredCaches(this);
    }
  }
}
