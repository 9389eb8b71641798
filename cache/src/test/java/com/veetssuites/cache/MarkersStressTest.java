package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.InvalidationLog.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Invariant of {@link Markers} and of the memo in an entry: whoever has seen an acknowledgement
 * finds nothing valid that was stamped before it, across growing, forgetting and the change of
 * epochs, while one thread writes as {@link LogFollower} does and others read as {@link
 * TieredCache} does.
 *
 * <p>A stress with real threads, where jcstress would run small cases by the million: growing,
 * forgetting and resetting need hundreds of writes each, which its cases cannot hold. The table is
 * kept small, so that every run crosses them thousands of times. {@code -Dveets.seed} replays the
 * writer.
 */
class MarkersStressTest {

  private static final int HASHES = 1500;
  private static final int MOST = 700;
  private static final int READERS = 3;
  private static final int WRITES = Integer.getInteger("veets.operations", 100_000);
  private static final long NO_EPOCH = Long.MIN_VALUE;

  /** What was acknowledged in one epoch: for each hash the number of its last invalidation. */
  private record Epoch(long number, AtomicLongArray acknowledged) {}

  private static final class Memo {
    final Position stamp;
    volatile long validAt;

    Memo(Position stamp) {
      this.stamp = stamp;
    }
  }

  private final long seed =
      Long.getLong("veets.seed", ThreadLocalRandom.current().nextLong(1 << 30));
  private final SplittableRandom random = new SplittableRandom(seed);
  private final long[] hashes = random.longs(HASHES).map(hash -> hash | 1).toArray();
  private final Markers markers = new Markers(MOST);
  private final AtomicReferenceArray<@Nullable Memo> entries = new AtomicReferenceArray<>(HASHES);
  private final AtomicReference<@Nullable String> found = new AtomicReference<>();
  private volatile Epoch known = new Epoch(1, new AtomicLongArray(HASHES));
  private volatile Position applied = new Position(1, 0);
  private volatile long epoch = 1;
  private volatile long version = 1;
  private volatile boolean over;
  private int resets;
  private int floors;
  private long hits;

  @RepeatedTest(2)
  void what_was_acknowledged_is_seen_by_every_reader() throws InterruptedException {
    List<Thread> readers = new ArrayList<>();
    long[] served = new long[READERS];
    for (int r = 0; r < READERS; r++) {
      int own = r;
      readers.add(Thread.ofPlatform().start(() -> served[own] = read(seed + own)));
    }
    write();
    over = true;
    for (Thread reader : readers) {
      reader.join();
    }
    hits = Arrays.stream(served).sum();

    assertThat(found.get()).as("with -Dveets.seed=%d", seed).isNull();
    assertThat(floors).isPositive();
    assertThat(resets).isPositive();
    assertThat(hits).isPositive();
  }

  private void write() {
    long[] last = new long[HASHES];
    long seq = 0;
    for (int i = 0; i < WRITES && found.get() == null; i++) {
      if (random.nextInt(2000) == 0) {
        // The log begins anew, in the order of LogFollower: the old epoch ends first.
        seq = random.nextInt(10);
        Arrays.setAll(last, h -> 0);
        Epoch next = new Epoch(known.number() + 1, new AtomicLongArray(HASHES));
        epoch = NO_EPOCH;
        markers.reset(snapshot(next.number(), seq, 0, last), true, Map.of());
        epoch = next.number();
        version++;
        applied = new Position(next.number(), seq);
        known = next;
        resets++;
        continue;
      }
      int[] chosen = random.ints(1 + random.nextInt(3), 0, HASHES).toArray();
      seq++;
      for (int h : chosen) {
        last[h] = seq;
      }
      if (random.nextInt(1000) == 0) {
        markers.reset(snapshot(known.number(), seq, Math.max(0, seq - 400), last), false, Map.of());
      } else {
        for (int h : chosen) {
          markers.mark(hashes[h], seq);
        }
      }
      floors += markers.floor() > 0 ? 1 : 0;
      version++;
      applied = new Position(known.number(), seq);
      for (int h : chosen) {
        known.acknowledged().set(h, seq);
      }
    }
  }

  private Snapshot snapshot(long number, long seq, long floor, long[] last) {
    long[] marked = new long[HASHES];
    long[] seqs = new long[HASHES];
    int count = 0;
    for (int h = 0; h < HASHES; h++) {
      if (last[h] > floor) {
        marked[count] = hashes[h];
        seqs[count++] = last[h];
      }
    }
    return new Snapshot(
        new Position(number, seq), floor, Arrays.copyOf(marked, count), Arrays.copyOf(seqs, count));
  }

  private long read(long readerSeed) {
    SplittableRandom own = new SplittableRandom(readerSeed);
    long served = 0;
    while (!over && found.get() == null) {
      int h = own.nextInt(HASHES);
      Epoch seen = known;
      long acknowledged = seen.acknowledged().get(h);
      Memo entry = entries.get(h);
      if (entry == null || !valid(entry, new long[] {hashes[h]})) {
        entries.set(h, new Memo(applied));
        continue;
      }
      served++;
      Position stamp = entry.stamp;
      if (stamp.epoch() < seen.number()
          || (stamp.epoch() == seen.number() && stamp.seq() < acknowledged)) {
        found.compareAndSet(
            null,
            "%s was served after invalidation %d of epoch %d was acknowledged"
                .formatted(stamp, acknowledged, seen.number()));
      }
    }
    return served;
  }

  /** As {@link TieredCache} and {@link LogFollower#valid} do. */
  private boolean valid(Memo entry, long[] dependencies) {
    long current = version;
    if (entry.validAt == current) {
      return true;
    }
    Position stamp = entry.stamp;
    boolean valid =
        stamp.epoch() == epoch
            && markers.valid(stamp.seq(), dependencies)
            && stamp.epoch() == epoch;
    if (valid) {
      entry.validAt = current;
    }
    return valid;
  }
}
