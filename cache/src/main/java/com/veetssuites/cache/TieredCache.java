package com.veetssuites.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.veetssuites.cache.Cached.Origin;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One region of the cache: values by key, in the memory of this process and, where there is one, in
 * the second level. Safe for use by many threads.
 *
 * <p>Invariants, each searched for by a test:
 *
 * <ol>
 *   <li>A value is served only while none of its dependencies was invalidated after its load began.
 *       So whatever invalidates, and whenever a load ends: once {@code invalidate} has returned,
 *       this node serves nothing that was begun before, other nodes after at most the staleness
 *       bound.
 *   <li>A caller never shares a load that began before an invalidation of its key that was
 *       acknowledged before the caller came, and never gets a value that was.
 *   <li>What was removed is never served when a load fails; what merely expired may be.
 *   <li>A transaction that has written neither reads nor fills.
 *   <li>A hit in memory allocates nothing.
 * </ol>
 *
 * <p>Values are shared between threads: they have to be immutable.
 */
public final class TieredCache<K, V> {

  private static final Logger LOGGER = LoggerFactory.getLogger(TieredCache.class);

  /** How often a caller tries to share loads that are overtaken by invalidations. */
  private static final int MOST_JOINS = 3;

  private static final Duration LEASE_POLL = Duration.ofMillis(10);

  private final CacheSpec<K, V> spec;
  private final LogFollower follower;
  private final @Nullable RemoteStore store;
  private final Transactions transactions;
  private final Clock clock;
  private final Ticks ticks;
  private final boolean enabled;
  private final long staleness;
  private final long fingerprint;
  private final long prefix;
  private final Cache<K, Entry<V>> local;
  private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

  private final LongAdder localHits = new LongAdder();
  private final LongAdder remoteHits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder loadFailures = new LongAdder();
  private final LongAdder loadNanos = new LongAdder();
  private final LongAdder joins = new LongAdder();
  private final LongAdder staleServed = new LongAdder();
  private final LongAdder staleRejections = new LongAdder();
  private final LongAdder unproven = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder evictions = new LongAdder();

  TieredCache(
      CacheSpec<K, V> spec,
      LogFollower follower,
      @Nullable RemoteStore store,
      Transactions transactions,
      Duration maxStaleness,
      Clock clock,
      Ticks ticks,
      boolean enabled) {
    this.spec = spec;
    this.follower = follower;
    this.store = spec.remote() ? store : null;
    this.transactions = transactions;
    this.clock = clock;
    this.ticks = ticks;
    this.enabled = enabled;
    Duration bound = spec.maxStaleness() == null ? maxStaleness : spec.maxStaleness();
    this.staleness =
        spec.serveUnproven() ? Long.MAX_VALUE : Math.max(1, bound.toNanos() - Ticks.LAG);
    this.fingerprint = spec.codec().fingerprint();
    this.prefix = spec.prefix().hash();
    this.local =
        Caffeine.newBuilder()
            .maximumWeight(spec.maxWeight())
            .<K, Entry<V>>weigher((key, entry) -> entry.weight)
            .evictionListener((key, entry, cause) -> evictions.increment())
            .executor(Runnable::run)
            .build();
  }

  /** What this region was opened with. */
  public CacheSpec<K, V> spec() {
    return spec;
  }

  /**
   * The value in memory or in the second level; null when there is none that is fresh and true, or
   * when it is known that there is none.
   */
  public @Nullable V get(K key) {
    Entry<V> entry = local.getIfPresent(key);
    if (entry != null
        && fresh(entry)
        && entry.validAt == follower.version()
        && Load.current() == null
        && !transactions.dirty()) {
      localHits.increment();
      return entry.value;
    }
    Cached<V> found = find(key);
    return found == null ? null : found.value();
  }

  /** Like {@link #get}, with where it came from; null when there is none. */
  public @Nullable Cached<V> find(K key) {
    Objects.requireNonNull(key, "a key of the cache is null");
    if (bypassed()) {
      return null;
    }
    Entry<V> entry = lookUpLocal(key);
    if (entry != null) {
      contribute(entry);
      return cached(entry, Origin.LOCAL);
    }
    CacheKey name = nameOf(key);
    entry = lookUpRemote(key, name);
    if (entry != null) {
      contribute(entry);
      return cached(entry, Origin.REMOTE);
    }
    misses.increment();
    Load load = Load.current();
    if (load != null && name != null) {
      // Absence is a part of the outer value as well.
      collectPath(name, load);
    }
    return null;
  }

  /**
   * The value, loaded when neither level has it.
   *
   * @return null when the loader says that there is none
   * @throws LoadFailed when the loader throws a checked exception or takes longer than its hard
   *     time-out; its unchecked exceptions come through as they are
   */
  public @Nullable V getOrLoad(K key, Loader<? super K, ? extends V> loader) {
    Entry<V> entry = local.getIfPresent(key);
    if (entry != null
        && fresh(entry)
        && entry.validAt == follower.version()
        && Load.current() == null
        && !transactions.dirty()) {
      localHits.increment();
      return entry.value;
    }
    return findOrLoad(key, loader).value();
  }

  /** Like {@link #getOrLoad}, with where the value came from. */
  public Cached<V> findOrLoad(K key, Loader<? super K, ? extends V> loader) {
    Objects.requireNonNull(key, "a key of the cache is null");
    if (bypassed()) {
      return loadPast(key, nameOf(key), loader);
    }
    Entry<V> entry = lookUpLocal(key);
    if (entry != null) {
      contribute(entry);
      return cached(entry, Origin.LOCAL);
    }
    CacheKey name = nameOf(key);
    if (name == null) {
      return loadPast(key, null, loader);
    }
    boolean proven = proven();
    Entry<V> spare = spare(key);
    if (spare != null
        && proven
        && ticks.exact() < spare.staleUntil
        && !follower.expired(spare.stamp, spare.expiry)
        && revalidate(key, name, loader)) {
      staleServed.increment();
      contributeStale(spare);
      return cached(spare, Origin.STALE);
    }
    return share(key, name, loader);
  }

  /**
   * Not kept; yet what the value is made of, its key too, is a part of what the caller is loading.
   */
  private Cached<V> loadPast(
      K key, @Nullable CacheKey name, Loader<? super K, ? extends V> loader) {
    Load load = Load.bypassing(Load.current(), begin(false));
    if (transactions.dirty()) {
      load.refuse("it was read in a transaction that has written");
    }
    return cached(load(key, name, loader, load), Origin.LOADED);
  }

  /** Whether somebody else loads the value, so that this caller need not. */
  private boolean revalidate(K key, CacheKey name, Loader<? super K, ? extends V> loader) {
    Flight<V> running = flights.get(key);
    if (running != null && !overtaken(running, name.path())) {
      return true;
    }
    if (spec.refreshInCaller()) {
      return false;
    }
    Flight<V> mine = new Flight<>(Load.of(null, follower.applied()), ticks.exact());
    if (running == null
        ? flights.putIfAbsent(key, mine) == null
        : flights.replace(key, running, mine)) {
      Thread.ofVirtual().name("cache-refresh").start(() -> flyAlone(key, name, loader, mine));
    }
    return true;
  }

  /**
   * The values of many keys: what is in memory, then what is in the second level by one round trip,
   * then what one call of the loader returns for the rest.
   *
   * @param loader gets the missing keys; keys without a value are left out of its answer
   * @return in the order of the keys, without those that have no value
   */
  public Map<K, V> getAll(
      Collection<? extends K> keys, Function<? super List<K>, ? extends Map<K, V>> loader) {
    Map<K, @Nullable Entry<V>> found = new LinkedHashMap<>();
    boolean bypass = bypassed();
    for (K key : keys) {
      found.put(
          Objects.requireNonNull(key, "a key of the cache is null"),
          bypass ? null : lookUpLocal(key));
    }
    if (!bypass) {
      lookUpAllRemote(found);
    }
    List<K> missing = new ArrayList<>();
    found.forEach((key, entry) -> {
      if (entry == null) {
        missing.add(key);
      } else {
        contribute(entry);
      }
    });
    if (!missing.isEmpty()) {
      misses.add(missing.size());
      loadAll(missing, loader, !bypass, found);
    }
    Map<K, V> values = new LinkedHashMap<>();
    found.forEach((key, entry) -> {
      if (entry != null && entry.value != null) {
        values.put(key, entry.value);
      }
    });
    return values;
  }

  /**
   * Replaces the value of a key, on every node. In a transaction the key is invalidated with the
   * commit instead, for what the transaction has read is not what others are to see.
   *
   * <p>The value depends on its key alone. Prefer {@link #getOrLoad}, which knows what a value is
   * made of.
   */
  public void put(K key, V value) {
    long[] markers = {keyOf(key).hash()};
    if (transactions.defer(markers) || !enabled) {
      return;
    }
    Position position = follower.invalidate(markers);
    if (position == null) {
      return;
    }
    // Its own position and no later one: of two puts at once, all nodes keep the same.
    CacheKey name = keyOf(key);
    Load load = Load.of(null, position);
    collectPath(name, load);
    store(key, name, value, load);
  }

  /**
   * Stores a value that was made within the {@linkplain TieredCaches#collect current load}, as of
   * the beginning of that load: whatever was invalidated since, it is not served. Nothing is stored
   * by a transaction that has written.
   *
   * @param value null when it is known that there is none
   * @param took how long it took to make it
   * @throws IllegalStateException outside of a load
   */
  public void fill(K key, @Nullable V value, Duration took) {
    Load load = currentLoad();
    loads.increment();
    loadNanos.add(took.toNanos());
    if (!bypassed()) {
      CacheKey name = nameOf(key);
      store(key, name, value, alone(name, load, load.stamp()));
    }
  }

  /**
   * Replaces the value of a key, on every node, by one that was made within the {@linkplain
   * TieredCaches#collect current load}. When anything that the value is made of, or its key, was
   * invalidated since the load began, the key is only invalidated: another writer may have been
   * later. So it is in a transaction, with its commit.
   *
   * @throws IllegalStateException outside of a load
   */
  public void replace(K key, @Nullable V value) {
    Load load = currentLoad();
    CacheKey name = keyOf(key);
    long[] markers = {name.hash()};
    if (transactions.defer(markers)) {
      return;
    }
    Position before = follower.applied();
    boolean current =
        follower.valid(load.stamp(), load.dependencies())
            && follower.valid(load.stamp(), name.path());
    Position after = follower.invalidate(markers);
    if (current && !bypassed() && after != null && after.follows(before)) {
      store(key, name, value, alone(name, load, after));
    }
  }

  private static Load currentLoad() {
    Load load = Load.current();
    if (load == null) {
      throw new IllegalStateException("A value is stored this way within a load only.");
    }
    return load;
  }

  /** A load of the same things for one key, so that other values do not depend on that key. */
  private Load alone(@Nullable CacheKey name, Load load, Position stamp) {
    Load own = Load.of(null, stamp);
    for (long hash : load.dependencies()) {
      own.dependOn(hash);
    }
    if (load.refusal() != null) {
      own.refuse(load.refusal());
    }
    if (name != null) {
      collectPath(name, own);
    }
    return own;
  }

  /** Removes the value of a key for good, on every node; in a transaction, with its commit. */
  public void invalidate(K key) {
    invalidate(keyOf(key).hash());
  }

  /** Removes all values of this region for good; in a transaction, with its commit. */
  public void invalidateAll() {
    invalidate(spec.prefix().hash());
  }

  /**
   * Ends the time of a value: it is loaded anew, and served once more only when it cannot be
   * loaded, within the fail-safe window. In a transaction, with its commit.
   */
  public void expire(K key) {
    invalidate(expiryOf(keyOf(key).hash()));
  }

  private void invalidate(long hash) {
    long[] markers = {hash};
    if (!transactions.defer(markers)) {
      follower.invalidate(markers);
    }
  }

  /** What this region has done so far. */
  public RegionStatistics statistics() {
    long bytes =
        local.policy().eviction().map(Policy.Eviction::weightedSize).orElseThrow().orElse(0);
    return new RegionStatistics(
        spec.name(),
        localHits.sum(),
        remoteHits.sum(),
        misses.sum(),
        loads.sum(),
        loadFailures.sum(),
        Duration.ofNanos(loadNanos.sum()),
        joins.sum(),
        staleServed.sum(),
        staleRejections.sum(),
        unproven.sum(),
        refusals.sum(),
        evictions.sum(),
        local.estimatedSize(),
        bytes);
  }

  void close() {
    local.invalidateAll();
  }

  // ---- reading

  private boolean bypassed() {
    Load load = Load.current();
    return !enabled || (load != null && load.bypasses()) || transactions.dirty();
  }

  /**
   * The time is asked once for both bounds; a value proven long ago is as useless as an old one.
   * Where others invalidate too it is the exact time: a process that was stopped for a while (a
   * signal, a machine that was moved, a long collection) goes on with the coarse time of before, in
   * which its last proof looks young. Nothing but the clock can tell it.
   */
  private boolean fresh(Entry<V> entry) {
    long provenAt = follower.provenAt();
    long now = provenAt == Long.MAX_VALUE ? ticks.coarse() : ticks.exact();
    return now < entry.freshUntil && now - provenAt < staleness;
  }

  /**
   * To be asked before looking at markers or their version, never after: what was found valid
   * before the last proof may be what the proof came with the end of.
   */
  private boolean proven() {
    return ticks.exact() - follower.provenAt() < staleness;
  }

  private @Nullable Entry<V> lookUpLocal(K key) {
    Entry<V> entry = local.getIfPresent(key);
    if (entry == null || ticks.coarse() >= entry.freshUntil) {
      return null;
    }
    if (!proven()) {
      unproven.increment();
      return null;
    }
    if (!valid(entry)) {
      staleRejections.increment();
      return null;
    }
    localHits.increment();
    return entry;
  }

  private boolean valid(Entry<V> entry) {
    // The version before the markers: what changes in between is looked at again.
    long version = follower.version();
    if (entry.validAt == version) {
      return true;
    }
    if (!follower.valid(entry.stamp, entry.dependencies)
        || follower.expired(entry.stamp, entry.expiry)) {
      return false;
    }
    entry.validAt = version;
    return true;
  }

  private @Nullable Entry<V> lookUpRemote(K key, @Nullable CacheKey name) {
    if (store == null || name == null) {
      return null;
    }
    byte[] bytes = store.get(remote(name));
    return bytes == null ? null : accept(key, bytes);
  }

  private void lookUpAllRemote(Map<K, @Nullable Entry<V>> found) {
    if (store == null) {
      return;
    }
    List<K> keys = new ArrayList<>();
    List<String> names = new ArrayList<>();
    found.forEach((key, entry) -> {
      CacheKey name = entry == null ? nameOf(key) : null;
      if (name != null) {
        keys.add(key);
        names.add(remote(name));
      }
    });
    if (names.isEmpty()) {
      return;
    }
    List<byte @Nullable []> answers = store.getAll(names);
    for (int i = 0; i < keys.size(); i++) {
      byte[] bytes = answers.get(i);
      if (bytes != null) {
        found.put(keys.get(i), accept(keys.get(i), bytes));
      }
    }
  }

  /** Takes a value of the second level into memory; null unless it is fresh and true. */
  private @Nullable Entry<V> accept(K key, byte[] bytes) {
    Entry<V> entry;
    try {
      Envelope envelope = Envelope.read(bytes, spec.maxValueBytes());
      if (envelope.fingerprint() != fingerprint) {
        return null;
      }
      byte[] payload = envelope.payload();
      // A clock that is wrong elsewhere must not make a value live longer than it could here.
      long now = ticks.exact();
      long ahead = ticks.exact() - clock.millis() * 1_000_000;
      long most = now + (payload == null ? spec.negativeTimeToLive() : spec.timeToLive()).toNanos();
      long fresh = Math.min(envelope.freshUntil() * 1_000_000 + ahead, most);
      entry =
          new Entry<>(
              payload == null ? null : spec.codec().decode(payload),
              envelope.stamp(),
              envelope.dependencies(),
              expiryOf(keyOf(key).hash()),
              Math.min(now, envelope.loadedAt() * 1_000_000 + ahead),
              fresh,
              fresh + (envelope.staleUntil() - envelope.freshUntil()) * 1_000_000,
              fresh + (envelope.failSafeUntil() - envelope.freshUntil()) * 1_000_000,
              weight(payload == null ? 0 : payload.length, envelope.dependencies()));
    } catch (IOException | RuntimeException e) {
      LOGGER.warn(
          "A value of {} in the second level cannot be read: {}", spec.name(), e.toString());
      return null;
    }
    if (!follower.valid(entry.stamp, entry.dependencies)) {
      staleRejections.increment();
      return null;
    }
    local.put(key, entry);
    if (!proven()) {
      unproven.increment();
      return null;
    }
    if (ticks.exact() >= entry.freshUntil || !valid(entry)) {
      return null;
    }
    remoteHits.increment();
    return entry;
  }

  private Cached<V> cached(Entry<V> entry, Origin origin) {
    long now = ticks.exact();
    return new Cached<>(
        entry.value,
        origin,
        Duration.ofNanos(Math.max(0, now - entry.loadedAt)),
        Duration.ofNanos(Math.max(0, entry.freshUntil - now)));
  }

  private static <V> void contribute(Entry<V> entry) {
    Load load = Load.current();
    if (load != null) {
      load.includeTrue(entry.stamp, entry.dependencies);
      load.dependOn(entry.expiry);
    }
  }

  /** What is past its time must not be fresh again as a part of something else. */
  private static <V> void contributeStale(Entry<V> entry) {
    contribute(entry);
    Load load = Load.current();
    if (load != null) {
      load.refuse("a part of it is past its time");
    }
  }

  // ---- loading

  /** The value past its time that may still be served if need be: never one that was removed. */
  private @Nullable Entry<V> spare(K key) {
    Entry<V> entry = local.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    if (!follower.valid(entry.stamp, entry.dependencies)) {
      local.asMap().remove(key, entry);
      return null;
    }
    return entry;
  }

  private Cached<V> share(K key, CacheKey name, Loader<? super K, ? extends V> loader) {
    boolean timed = spec.softLoadTimeout() != null || spec.hardLoadTimeout() != null;
    Position arrived = follower.applied();
    long came = ticks.exact();
    long[] path = name.path();
    for (int attempt = 0; attempt < MOST_JOINS; attempt++) {
      Flight<V> running = flights.get(key);
      if (running != null && running.boarded()) {
        break;
      }
      boolean own = false;
      if (running == null || overtaken(running, path)) {
        Flight<V> mine =
            new Flight<>(Load.of(timed ? null : Load.current(), begin(timed)), ticks.exact());
        if (!(running == null
            ? flights.putIfAbsent(key, mine) == null
            : flights.replace(key, running, mine))) {
          continue;
        }
        if (!timed) {
          return fly(key, name, loader, mine, true);
        }
        Thread.ofVirtual().name("cache-load").start(() -> flyAlone(key, name, loader, mine));
        running = mine;
        own = true;
      }
      Cached<V> shared = join(key, running, own, arrived, came);
      if (shared != null) {
        return shared;
      }
    }
    // Overtaken again and again, or waited too long: this caller serves itself.
    Load load = Load.of(Load.current(), begin(false));
    return serve(key, name, loader, load, null);
  }

  private Position begin(boolean elsewhere) {
    Position transaction = elsewhere ? null : transactions.begin();
    return transaction == null ? follower.applied() : transaction;
  }

  private boolean overtaken(Flight<V> flight, long[] path) {
    return !follower.valid(flight.began, path)
        || !follower.valid(flight.began, flight.load.dependencies());
  }

  /** Null when what the other loads is no longer true, or it takes too long. */
  private @Nullable Cached<V> join(
      K key, Flight<V> flight, boolean own, Position arrived, long came) {
    Duration soft = spec.softLoadTimeout();
    Duration hard = spec.hardLoadTimeout();
    long until = came + spec.joinTimeout().toNanos();
    Duration most = hard == null ? Duration.ofNanos(Math.max(0, until - ticks.exact())) : hard;
    Load outer = Load.current();
    try {
      if (soft != null && soft.compareTo(most) < 0 && !flight.await(soft)) {
        Cached<V> spare = serveSpare(key);
        if (spare != null) {
          return spare;
        }
        most = most.minus(soft);
      }
      if (!flight.await(most)) {
        if (hard == null) {
          return null;
        }
        Cached<V> spare = serveSpare(key);
        if (spare != null) {
          return spare;
        }
        if (outer != null) {
          outer.refuse("a part of it was not there in time");
        }
        throw new LoadFailed(
            "A value of %s was not there within %d ms.".formatted(spec.name(), hard.toMillis()),
            new TimeoutException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadFailed("Interrupted while waiting for a value of " + spec.name() + ".", e);
    }
    Throwable failure = flight.failure();
    if (failure != null) {
      Cached<V> spare = serveSpare(key);
      if (spare != null) {
        return spare;
      }
      if (outer != null) {
        outer.include(flight.load);
      }
      throw unchecked(failure);
    }
    Entry<V> entry = Objects.requireNonNull(flight.entry(), "a landed flight brings an entry");
    // What this caller has begun itself is as true as what it would load now.
    boolean current =
        own
            || ((proven() || young(flight, came))
                && (flight.load.refusal() == null
                    ? follower.valid(entry.stamp, entry.dependencies)
                        && !follower.expired(entry.stamp, entry.expiry)
                    : arrived.equals(entry.stamp)));
    if (!current) {
      return null;
    }
    contribute(entry);
    if (outer != null) {
      outer.include(flight.load);
    }
    if (own) {
      return cached(entry, Origin.LOADED);
    }
    joins.increment();
    return cached(entry, Origin.JOINED);
  }

  /**
   * Whether what a load has read cannot have been too old when the caller came, whatever happened
   * elsewhere. So callers share a load also while the log is out of reach.
   */
  private boolean young(Flight<V> flight, long came) {
    return came - flight.beganAt < staleness && !flight.load.madeOfHits();
  }

  private void flyAlone(
      K key, CacheKey name, Loader<? super K, ? extends V> loader, Flight<V> flight) {
    try {
      fly(key, name, loader, flight, false);
    } catch (Throwable e) {
      // The callers that wait for it have been told.
      LOGGER.debug("Loading a value of {} failed.", spec.name(), e);
    }
  }

  private Cached<V> fly(
      K key,
      CacheKey name,
      Loader<? super K, ? extends V> loader,
      Flight<V> flight,
      boolean forgiving) {
    flight.board();
    try {
      return serve(key, name, loader, flight.load, flight);
    } catch (Throwable e) {
      flight.crash(e);
      Cached<V> spare = forgiving && !(e instanceof Error) ? serveSpare(key) : null;
      if (spare != null) {
        LOGGER.warn(
            "Loading a value of {} failed; the last one is served: {}", spec.name(), e.toString());
        return spare;
      }
      throw e;
    } finally {
      flights.remove(key, flight);
    }
  }

  private @Nullable Cached<V> serveSpare(K key) {
    boolean proven = proven();
    Entry<V> spare = spare(key);
    if (spare == null || !proven || ticks.exact() >= spare.failSafeUntil) {
      return null;
    }
    staleServed.increment();
    contributeStale(spare);
    return cached(spare, Origin.STALE);
  }

  private Cached<V> serve(
      K key,
      CacheKey name,
      Loader<? super K, ? extends V> loader,
      Load load,
      @Nullable Flight<V> flight) {
    Entry<V> entry = lookUpRemote(key, name);
    boolean leased = false;
    if (entry == null && spec.lease() && store != null) {
      entry =
          store.lease(remote(name), spec.joinTimeout())
              ? underLease(store, key, name)
              : awaitLease(store, key, name);
      leased = entry == null;
    }
    if (entry != null) {
      contribute(entry);
      if (flight != null) {
        flight.load.hit();
        flight.land(entry);
      }
      return cached(entry, Origin.REMOTE);
    }
    misses.increment();
    try {
      entry = load(key, name, loader, load);
      if (flight != null) {
        flight.land(entry);
      }
      return cached(entry, Origin.LOADED);
    } finally {
      if (leased && store != null) {
        store.release(remote(name));
      }
    }
  }

  /** Who held the lease before may have brought the value after it was last looked for. */
  private @Nullable Entry<V> underLease(RemoteStore store, K key, CacheKey name) {
    Entry<V> entry = lookUpRemote(key, name);
    if (entry != null) {
      store.release(remote(name));
    }
    return entry;
  }

  /** Another node loads: its value, or null when this node is to load after all. */
  private @Nullable Entry<V> awaitLease(RemoteStore store, K key, CacheKey name) {
    long until = ticks.exact() + spec.joinTimeout().toNanos();
    try {
      while (ticks.exact() < until) {
        Thread.sleep(LEASE_POLL);
        Entry<V> entry = lookUpRemote(key, name);
        if (entry != null) {
          return entry;
        }
        if (store.lease(remote(name), spec.joinTimeout())) {
          return underLease(store, key, name);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private Entry<V> load(
      K key, @Nullable CacheKey name, Loader<? super K, ? extends V> loader, Load load) {
    if (name != null) {
      collectPath(name, load);
    }
    loads.increment();
    long began = ticks.exact();
    V value;
    try {
      transactions.loading(load);
      value = load.<V, Exception>run(() -> loader.load(key));
    } catch (Exception e) {
      loadFailures.increment();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      // Whoever catches it makes something of it, which depends on what was read until then.
      load.contribute();
      throw unchecked(e);
    } finally {
      loadNanos.add(ticks.exact() - began);
    }
    Entry<V> entry = store(key, name, value, load);
    load.contribute();
    return entry;
  }

  private void loadAll(
      List<K> missing,
      Function<? super List<K>, ? extends Map<K, V>> loader,
      boolean keep,
      Map<K, @Nullable Entry<V>> found) {
    Load outer = Load.current();
    Load load = keep ? Load.of(outer, begin(false)) : Load.bypassing(outer, begin(false));
    if (transactions.dirty()) {
      load.refuse("it was read in a transaction that has written");
    }
    List<@Nullable CacheKey> names = new ArrayList<>();
    for (K key : missing) {
      CacheKey name = nameOf(key);
      names.add(name);
      if (name != null && outer != null) {
        collectPath(name, outer);
      }
    }
    loads.increment();
    long began = ticks.exact();
    Map<K, V> values;
    try {
      transactions.loading(load);
      values = load.run(() -> loader.apply(List.copyOf(missing)));
    } catch (RuntimeException e) {
      loadFailures.increment();
      throw e;
    } finally {
      loadNanos.add(ticks.exact() - began);
      load.contribute();
    }
    for (int i = 0; i < missing.size(); i++) {
      K key = missing.get(i);
      CacheKey name = names.get(i);
      Load own = keep ? Load.of(null, load.stamp()) : Load.bypassing(null, load.stamp());
      own.include(load);
      if (name != null) {
        collectPath(name, own);
      }
      found.put(key, store(key, name, values.get(key), own));
    }
  }

  // ---- storing

  /** An entry of the value, kept when it may be. */
  private Entry<V> store(K key, @Nullable CacheKey name, @Nullable V value, Load load) {
    Duration timeToLive = value == null ? spec.negativeTimeToLive() : spec.timeToLive();
    if (name == null || transactions.dirty() || load.bypasses() || timeToLive.isZero()) {
      return entry(value, name, load, 0, timeToLive);
    }
    if (load.refusal() != null) {
      refusals.increment();
      LOGGER.debug("A value of {} is not kept: {}", spec.name(), load.refusal());
      return entry(value, name, load, 0, timeToLive);
    }
    byte[] payload = null;
    if (value != null && (store != null || spec.weigher() == null)) {
      payload = encode(value);
      if (payload == null) {
        return entry(value, name, load, 0, timeToLive);
      }
    }
    int weight =
        value == null
            ? 0
            : spec.weigher() == null ? length(payload) : spec.weigher().applyAsInt(value);
    if (weight > spec.maxValueBytes()) {
      refuse(
          "is larger (%d bytes) than max-value-bytes (%d)".formatted(weight, spec.maxValueBytes()));
      return entry(value, name, load, 0, timeToLive);
    }
    Entry<V> entry = entry(value, name, load, weight, timeToLive);
    local.put(key, entry);
    if (store != null) {
      store.put(remote(name), envelope(entry, payload).write(spec.compressAbove()), kept(entry));
    }
    return entry;
  }

  private Entry<V> entry(
      @Nullable V value, @Nullable CacheKey name, Load load, int weight, Duration timeToLive) {
    long now = ticks.exact();
    double share = 1 - spec.jitter() * ThreadLocalRandom.current().nextDouble();
    long fresh = now + (long) (timeToLive.toNanos() * share);
    long[] dependencies = load.dependencies();
    return new Entry<>(
        value,
        load.stamp(),
        dependencies,
        name == null ? 0 : expiryOf(name.hash()),
        now,
        fresh,
        fresh + spec.staleWhileRevalidate().toNanos(),
        fresh + spec.failSafe().toNanos(),
        weight(weight, dependencies));
  }

  /** What an entry takes in memory besides its value, about; see docs/performance.md. */
  private static int weight(int value, long[] dependencies) {
    return value + 160 + dependencies.length * Long.BYTES;
  }

  private byte @Nullable [] encode(V value) {
    try {
      return spec.codec().encode(value);
    } catch (IOException | RuntimeException e) {
      refuse("cannot be written as bytes: " + e.getMessage());
      return null;
    }
  }

  /** Told once a region in a while: a region that cannot keep anything would flood the log. */
  private void refuse(String why) {
    long before = refusals.sum();
    refusals.increment();
    if (Long.bitCount(before) <= 1) {
      LOGGER.warn("A value of {} {}; it is served uncached.", spec.name(), why);
    }
  }

  private Envelope envelope(Entry<V> entry, byte @Nullable [] payload) {
    long now = clock.millis();
    long at = ticks.exact();
    return new Envelope(
        fingerprint,
        entry.stamp,
        entry.dependencies,
        now + (entry.loadedAt - at) / 1_000_000,
        now + (entry.freshUntil - at) / 1_000_000,
        now + (entry.staleUntil - at) / 1_000_000,
        now + (entry.failSafeUntil - at) / 1_000_000,
        payload);
  }

  private Duration kept(Entry<V> entry) {
    return Duration.ofNanos(
        Math.max(entry.staleUntil, entry.failSafeUntil) - ticks.exact() + 1_000_000);
  }

  // ---- names

  private void collectPath(CacheKey name, Load load) {
    for (long hash : name.path()) {
      load.dependOn(hash);
    }
    // A region whose keys are not below its prefix can be cleared all the same.
    load.dependOn(prefix);
  }

  /**
   * Null, and told in the log, when the key cannot be the name of a value: it is then not cached.
   */
  private @Nullable CacheKey nameOf(K key) {
    try {
      return keyOf(key);
    } catch (IllegalArgumentException e) {
      refuse("has an impossible key: " + e.getMessage());
      return null;
    }
  }

  private CacheKey keyOf(K key) {
    return spec.key().apply(key);
  }

  private String remote(CacheKey name) {
    return spec.name() + '/' + name;
  }

  /** Expiring a key has a marker of its own, which only removes the right to be fresh. */
  private static long expiryOf(long hash) {
    return Hash64.end(hash ^ 0x65787069726564L);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static RuntimeException unchecked(Throwable failure) {
    return switch (failure) {
      case Error error -> throw error;
      case RuntimeException e -> e;
      default -> new LoadFailed(String.valueOf(failure.getMessage()), failure);
    };
  }
}
