package com.veetssuites.cache.history;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One node of a history: a cache with a region for each way in which values come into it, and the
 * loaders that make values of cells.
 *
 * <p>The value of key k is made of the cell of the key, the cell of its group (an ancestor of its
 * name), the cell of a tag, and a cell that stands for everything. There is no value while the
 * key's cell has a version whose remainder by 7 is 6.
 */
final class Node implements AutoCloseable {

  static final int KEYS = 24;
  static final int GROUPS = 6;
  static final int TAGS = 6;
  static final int PUTS = 8;
  static final int EVERYTHING = KEYS + GROUPS + TAGS;
  static final int FIRST_PUT = EVERYTHING + 1;
  static final int FIRST_EXPIRED = FIRST_PUT + PUTS;
  static final int CELLS = FIRST_EXPIRED + PUTS;

  final int index;
  final TieredCaches caches;
  final TieredCache<Integer, Made> plain;
  final TieredCache<Integer, Made> puts;
  final TieredCache<Integer, Made> expired;
  final TieredCache<Integer, Made> pages;
  final TieredCache<Integer, Made> failing;
  final List<TieredCache<Integer, Made>> direct;
  private final Cells cells;

  /** Nothing is written by way of this node at the moment: what it knows, it knows from others. */
  volatile boolean listening;

  Node(int index, TieredCaches caches, Cells cells) {
    this.index = index;
    this.caches = caches;
    this.cells = cells;
    this.plain = caches.region(spec("plain").build());
    this.failing =
        caches.region(
            spec("failing")
                .timeToLive(Duration.ofMillis(40))
                .failSafe(Duration.ofMinutes(1))
                .build());
    this.pages = caches.region(spec("pages").key(k -> CacheKey.of("p", k)).build());
    this.puts =
        caches.region(
            CacheSpec.<Integer, Made>of("puts", Made.class).key(k -> CacheKey.of("q", k)).build());
    this.expired =
        caches.region(
            CacheSpec.<Integer, Made>of("expired", Made.class)
                .key(k -> CacheKey.of("e", k))
                .build());
    this.direct =
        List.of(
            plain,
            failing,
            caches.region(
                spec("refreshed")
                    .timeToLive(Duration.ofMillis(5))
                    .staleWhileRevalidate(Duration.ofMinutes(1))
                    .build()),
            caches.region(
                spec("timed")
                    .timeToLive(Duration.ofMillis(20))
                    .failSafe(Duration.ofMinutes(1))
                    .softLoadTimeout(Duration.ofMillis(1))
                    .hardLoadTimeout(Duration.ofSeconds(2))
                    .build()),
            caches.region(spec("leased").lease(true).joinTimeout(Duration.ofMillis(200)).build()));
  }

  private static CacheSpec.Builder<Integer, Made> spec(String name) {
    return CacheSpec.<Integer, Made>of(name, Made.class)
        .prefix(CacheKey.of("h"))
        .key(Node::key)
        .negativeTimeToLive(Duration.ofMillis(500));
  }

  static CacheKey key(int k) {
    return CacheKey.of("h", "g" + k % GROUPS, "k" + k);
  }

  static Tag tag(int k) {
    return new Tag("t" + k % TAGS);
  }

  static boolean absent(long version) {
    return version % 7 == 6;
  }

  /** The cells that the value of a key of one of the direct regions is made of, the key's first. */
  static List<Integer> cellsOf(int k) {
    return List.of(k, KEYS + k % GROUPS, KEYS + GROUPS + k % TAGS, EVERYTHING);
  }

  /** The cells that a page is made of: those of two values, and a tag. */
  static List<Integer> cellsOfPage(int k) {
    Set<Integer> all = new LinkedHashSet<>(cellsOf(k));
    all.addAll(cellsOf((k + 5) % KEYS));
    all.add(KEYS + GROUPS + (k + 3) % TAGS);
    return List.copyOf(all);
  }

  @Nullable Made load(int k) {
    Load load = Objects.requireNonNull(Load.current());
    List<Integer> read = cellsOf(k);
    List<Long> versions = new ArrayList<>();
    for (int cell : read) {
      pause();
      versions.add(cells.read(cell));
    }
    pause();
    load.dependOn(tag(k));
    pause();
    return absent(versions.getFirst()) ? null : new Made(read, versions);
  }

  /** Made of a cell whose values are only ever told to expire. */
  Made loadExpired(int e) {
    pause();
    Made made = Made.of(FIRST_EXPIRED + e, cells.read(FIRST_EXPIRED + e));
    pause();
    return made;
  }

  /** A load that fails one time in three. */
  @Nullable Made loadOrFail(int k) {
    Made made = load(k);
    if (ThreadLocalRandom.current().nextInt(3) == 0) {
      throw new IllegalStateException("no database");
    }
    return made;
  }

  Map<Integer, Made> loadAll(List<Integer> keys) {
    Map<Integer, Made> made = new HashMap<>();
    for (int k : keys) {
      Made value = load(k);
      if (value != null) {
        made.put(k, value);
      }
    }
    return made;
  }

  /** Made of two values of other regions: of whichever way those are read. */
  Made loadPage(int k) {
    List<Integer> read = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int part : List.of(k, (k + 5) % KEYS)) {
      Made inner =
          switch (random.nextInt(4)) {
            case 0 -> plain.getAll(List.of(part), this::loadAll).get(part);
            case 1 -> caches.uncached(() -> plain.getOrLoad(part, this::load));
            case 2 -> orNull(part);
            default -> plain.getOrLoad(part, this::load);
          };
      if (inner != null) {
        read.addAll(inner.cells());
        versions.addAll(inner.versions());
      }
    }
    pause();
    versions.add(cells.read(KEYS + GROUPS + (k + 3) % TAGS));
    read.add(KEYS + GROUPS + (k + 3) % TAGS);
    Objects.requireNonNull(Load.current()).dependOn(tag(k + 3));
    return new Made(read, versions);
  }

  private @Nullable Made orNull(int k) {
    try {
      return failing.getOrLoad(k, this::loadOrFail);
    } catch (IllegalStateException e) {
      return null;
    }
  }

  private static void pause() {
    switch (ThreadLocalRandom.current().nextInt(64)) {
      case 0 -> LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
      case 1, 2, 3, 4, 5, 6, 7 -> Thread.yield();
      default -> {}
    }
  }

  @Override
  public void close() {
    caches.close();
  }
}
