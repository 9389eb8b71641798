package com.veetssuites.cache.history;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.LoadFailed;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.TieredCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A random history of reads, writes and invalidations over the nodes of one process, checked while
 * it goes on.
 *
 * <p>A writer changes a cell to version n, then invalidates what was made of it, then acknowledges
 * n. The invariant: a read that begins after the acknowledgement never returns a value made of an
 * earlier version, on the same node; on other nodes when it begins at least the staleness bound
 * after; and on a node that has caught up with the writer's position, at once. Absence is a value
 * too.
 */
final class History {

  static final Duration BOUND = Duration.ofMillis(300);

  private final List<Node> nodes;
  private final Cells cells;
  private final long seed;
  private final int steps;
  private final boolean shared;
  private final int ownedPart;
  private final int parts;

  /**
   * Nobody writes at the moment. Without such times what a node has missed is made good by the next
   * write before the bound is over.
   */
  volatile boolean calm;

  private final Object[] putLocks = new Object[Node.PUTS];
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicInteger writing = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();

  /**
   * @param nodes those of this process
   * @param shared whether invalidations can fail to reach other nodes
   * @param part which of the processes this is; it alone puts the values of its part
   */
  History(
      List<Node> nodes, Cells cells, long seed, int steps, boolean shared, int part, int parts) {
    this.nodes = nodes;
    this.cells = cells;
    this.seed = seed;
    this.steps = steps;
    this.shared = shared;
    this.ownedPart = part;
    this.parts = parts;
    for (int i = 0; i < putLocks.length; i++) {
      putLocks[i] = new Object();
    }
  }

  /** Goes through the history with some threads; throws what was found. */
  void run(int threads) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + ownedPart * 1009L + t);
      all.add(
          Thread.ofPlatform()
              .name("history-" + t)
              .start(() -> {
                try {
                  for (int i = 0; i < steps / threads && failure.get() == null; i++) {
                    long began = System.nanoTime();
                    step(random);
                    longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                  }
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    check();
  }

  /** Ends the history with something that was found beside it. */
  void fail(Throwable found) {
    failure.compareAndSet(null, found);
  }

  /** How long the longest of all operations took. */
  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /** What was found so far, or null. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /**
   * Whether, in a calm time, nothing is on its way any more: no write is under way, and all nodes
   * have sent what they had to and know what there is.
   */
  boolean settled() {
    return writing.get() == 0
        && nodes.stream()
            .map(node -> node.caches.log())
            .allMatch(
                log -> log.reachable() && log.unsent() == 0 && log.lag().compareTo(BOUND) < 0);
  }

  private void check() {
    Throwable found = failure.get();
    if (found != null) {
      throw found instanceof Violation violation
          ? violation
          : new IllegalStateException("The history broke off: " + found, found);
    }
  }

  /** Once nothing is written any more and all invalidations have arrived, all nodes are right. */
  void converge() {
    for (Node node : nodes) {
      for (int k = 0; k < Node.KEYS; k++) {
        for (TieredCache<Integer, Made> region : node.direct) {
          last(node, region, k, Node.cellsOf(k));
        }
        last(node, node.pages, k, Node.cellsOfPage(k));
      }
      for (int q = 0; q < Node.PUTS; q++) {
        last(node, node.puts, q, List.of(Node.FIRST_PUT + q));
      }
    }
  }

  private void last(Node node, TieredCache<Integer, Made> region, int k, List<Integer> made) {
    long[] required = new long[made.size()];
    for (int i = 0; i < required.length; i++) {
      required[i] = cells.read(made.get(i));
    }
    judge(node, "get at the end", region, k, made, required, region.get(k), true);
  }

  private void step(SplittableRandom random) {
    Node node = nodes.get(random.nextInt(nodes.size()));
    int k = random.nextInt(Node.KEYS);
    int dice = random.nextInt(1000);
    // Announced before looking whether it is calm: who finds nobody writing then can be sure.
    boolean writes = dice >= 840;
    if (writes) {
      writing.incrementAndGet();
    }
    try {
      boolean still = writes && (calm || node.listening);
      act(node, random, k, still ? random.nextInt(840) : dice);
    } finally {
      if (writes) {
        writing.decrementAndGet();
      }
    }
    if (random.nextInt(calm ? 8 : 4000) == 0) {
      LockSupport.parkNanos(calm ? 200_000 : 2_000_000);
    }
  }

  private void act(Node node, SplittableRandom random, int k, int dice) {
    if (dice < 560) {
      TieredCache<Integer, Made> region = node.direct.get(random.nextInt(node.direct.size()));
      read(node, region, k);
    } else if (dice < 660) {
      page(node, k);
    } else if (dice < 720) {
      List<TieredCache<Integer, Made>> direct = node.direct;
      peek(node, direct.get(random.nextInt(direct.size())), k);
    } else if (dice < 780) {
      many(node, random, k);
    } else if (dice < 840) {
      peekPut(node, random.nextInt(Node.PUTS));
    } else if (dice < 850) {
      put(node, random.nextInt(Node.PUTS / parts) * parts + ownedPart);
    } else if (dice < 870) {
      expired(node, random.nextInt(Node.PUTS), random.nextInt(4) == 0);
    } else if (dice < 890) {
      node.direct.get(random.nextInt(node.direct.size())).expire(k);
    } else if (dice < 930) {
      session(node, nodes.get(random.nextInt(nodes.size())), random, k);
    } else {
      write(node, random, k);
    }
  }

  private void read(Node node, TieredCache<Integer, Made> region, int k) {
    List<Integer> made = Node.cellsOf(k);
    long[] required = required(node, made);
    try {
      Made value =
          region == node.failing
              ? region.getOrLoad(k, node::loadOrFail)
              : region.getOrLoad(k, node::load);
      judge(node, "getOrLoad", region, k, made, required, value, false);
    } catch (IllegalStateException | LoadFailed e) {
      allow(e);
    }
  }

  private static void allow(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (!message.equals("no database") && !message.contains("was not there within")) {
      throw e;
    }
  }

  private void page(Node node, int k) {
    List<Integer> made = Node.cellsOfPage(k);
    long[] required = required(node, made);
    Made value = node.pages.getOrLoad(k, node::loadPage);
    judge(node, "getOrLoad", node.pages, k, made, required, value, false);
  }

  private void peek(Node node, TieredCache<Integer, Made> region, int k) {
    List<Integer> made = Node.cellsOf(k);
    long[] required = required(node, made);
    judge(node, "get", region, k, made, required, region.get(k), true);
  }

  private void many(Node node, SplittableRandom random, int k) {
    TieredCache<Integer, Made> region = node.direct.get(random.nextInt(node.direct.size()));
    List<Integer> keys = List.of(k, (k + 1) % Node.KEYS, (k + 7) % Node.KEYS);
    List<long[]> required = new ArrayList<>();
    keys.forEach(key -> required.add(required(node, Node.cellsOf(key))));
    Map<Integer, Made> values = region.getAll(keys, node::loadAll);
    for (int i = 0; i < keys.size(); i++) {
      int key = keys.get(i);
      List<Integer> made = Node.cellsOf(key);
      judge(node, "getAll", region, key, made, required.get(i), values.get(key), false);
    }
  }

  private void peekPut(Node node, int q) {
    List<Integer> made = List.of(Node.FIRST_PUT + q);
    long[] required = required(node, made);
    judge(node, "get", node.puts, q, made, required, node.puts.get(q), true);
  }

  private void put(Node node, int q) {
    int cell = Node.FIRST_PUT + q;
    synchronized (putLocks[q]) {
      long version = cells.write(cell);
      node.puts.put(q, Made.of(cell, version));
      cells.acknowledge(node.index, cell, version);
      if (!shared) {
        cells.acknowledgeToAll(cell, version);
      }
    }
  }

  private void expired(Node node, int e, boolean write) {
    int cell = Node.FIRST_EXPIRED + e;
    if (write) {
      long version = cells.write(cell);
      node.expired.expire(e);
      cells.acknowledge(node.index, cell, version);
      if (!shared) {
        cells.acknowledgeToAll(cell, version);
      }
      return;
    }
    List<Integer> made = List.of(cell);
    long[] required = required(node, made);
    Made value = node.expired.getOrLoad(e, node::loadExpired);
    judge(node, "getOrLoad", node.expired, e, made, required, value, true);
  }

  /** A client writes on one node and goes on with another. */
  private void session(Node there, Node here, SplittableRandom random, int k) {
    List<Integer> made = Node.cellsOf(k);
    int cell = made.get(random.nextInt(3));
    long version = cells.write(cell);
    if (!there.caches.committed(markers(cell))) {
      cells.acknowledge(there.index, cell, version);
      return;
    }
    Position position = there.caches.position();
    cells.acknowledge(there.index, cell, version);
    cells.acknowledgeToAll(cell, version);
    if (!here.caches.catchUp(position)) {
      return;
    }
    long[] required = required(here, made);
    for (int i = 0; i < required.length; i++) {
      if (made.get(i) == cell) {
        required[i] = Math.max(required[i], version);
      }
    }
    TieredCache<Integer, Made> region = here.plain;
    judge(here, "catchUp, get", region, k, made, required, region.getOrLoad(k, here::load), false);
  }

  private void write(Node node, SplittableRandom random, int k) {
    int kind = random.nextInt(100);
    List<Integer> made = Node.cellsOf(k);
    int cell = made.get(kind < 60 ? 0 : kind < 80 ? 1 : kind < 98 ? 2 : 3);
    long version = cells.write(cell);
    boolean everywhere = invalidate(node, random, cell, k);
    cells.acknowledge(node.index, cell, version);
    if (everywhere) {
      cells.acknowledgeToAll(cell, version);
    }
  }

  /** Whether the log has it for sure. */
  private boolean invalidate(Node node, SplittableRandom random, int cell, int k) {
    if (shared || random.nextInt(4) == 0) {
      if (random.nextInt(2) == 0) {
        return node.caches.committed(markers(cell));
      }
    }
    boolean other = random.nextInt(2) == 0;
    if (cell == Node.EVERYTHING) {
      if (other) {
        node.plain.invalidateAll();
      } else {
        node.caches.invalidatePattern("*");
      }
    } else if (cell < Node.KEYS) {
      if (other) {
        node.direct.get(random.nextInt(node.direct.size())).invalidate(k);
      } else {
        node.caches.invalidatePattern(Node.key(k).toString());
      }
    } else if (cell < Node.KEYS + Node.GROUPS) {
      if (other) {
        node.caches.invalidate(CacheKey.of("h", "g" + (cell - Node.KEYS)));
      } else {
        node.caches.invalidatePattern("h:g" + (cell - Node.KEYS) + ":k*");
      }
    } else {
      node.caches.invalidate(Node.tag(cell - Node.KEYS - Node.GROUPS));
    }
    return !shared;
  }

  private static long[] markers(int cell) {
    if (cell == Node.EVERYTHING) {
      return new long[] {InvalidationLog.EVERYTHING};
    }
    if (cell < Node.KEYS) {
      return new long[] {Node.key(cell).hash()};
    }
    if (cell < Node.KEYS + Node.GROUPS) {
      return new long[] {CacheKey.of("h", "g" + (cell - Node.KEYS)).hash()};
    }
    return new long[] {Node.tag(cell - Node.KEYS - Node.GROUPS).hash()};
  }

  private long[] required(Node node, List<Integer> made) {
    long now = System.nanoTime();
    long[] required = new long[made.size()];
    for (int i = 0; i < required.length; i++) {
      required[i] = cells.required(node.index, made.get(i), now, BOUND);
    }
    return required;
  }

  private void judge(
      Node node,
      String how,
      TieredCache<Integer, Made> region,
      int k,
      List<Integer> made,
      long[] required,
      @Nullable Made value,
      boolean mayMiss) {
    if (value == null) {
      if (!mayMiss && !mayBeAbsent(made.getFirst(), required[0])) {
        throw violation(node, how, region, k, made.getFirst(), required[0], "no value");
      }
      return;
    }
    for (int i = 0; i < value.cells().size(); i++) {
      int cell = value.cells().get(i);
      long version = value.versions().get(i);
      int at = made.indexOf(cell);
      if (at < 0 || version < required[at]) {
        throw violation(
            node, how, region, k, cell, at < 0 ? -1 : required[at], "version " + version);
      }
    }
  }

  private boolean mayBeAbsent(int cell, long required) {
    long current = cells.read(cell);
    for (long version = required; version <= current; version++) {
      if (Node.absent(version)) {
        return true;
      }
    }
    return false;
  }

  private Violation violation(
      Node node,
      String how,
      TieredCache<Integer, Made> region,
      int k,
      int cell,
      long required,
      String seen) {
    return new Violation(
        ("%s of key %d in region %s on node %d returned %s of cell %d; version %d had been"
                + " acknowledged before the read began (node at %s, %s).")
            .formatted(
                how,
                k,
                region.spec().name(),
                node.index,
                seen,
                cell,
                required,
                node.caches.position(),
                node.caches.log()));
  }
}
