package com.veetssuites.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Map;

/**
 * For each invalidated hash the number of its last invalidation.
 *
 * <p>Invariant: when a reader has seen the version that a writer published after {@link #mark}, it
 * sees the mark, or a floor above it. Readers take no lock and allocate nothing; writers hold a
 * common lock of the caller's. The table is an open-addressing one of two parallel arrays. It holds
 * a bounded number of markers: beyond it the older half is forgotten and the floor raised, so that
 * forgetting can only cost loads.
 */
final class Markers {

  /** An invalidation that has no number yet: nothing that depends on it is valid. */
  static final long PENDING = Long.MAX_VALUE;

  private static final int FIRST_SLOTS = 1024;

  private final int most;
  private volatile Table table = new Table(FIRST_SLOTS);
  private volatile long floor;
  private int count;
  private int forgetAt;

  Markers(int most) {
    this.most = most;
    this.forgetAt = most;
  }

  /** Whether something stamped with this number, and made of these, is still true. */
  boolean valid(long stamp, long[] hashes) {
    // The table before the floor: forgetting raises the floor first.
    Table markers = table;
    if (stamp < floor) {
      return false;
    }
    for (long hash : hashes) {
      if (markers.get(hash) > stamp) {
        return false;
      }
    }
    return true;
  }

  /** The number of the last invalidation of a hash, 0 when none is known above the floor. */
  long last(long hash) {
    return table.get(hash);
  }

  long floor() {
    return floor;
  }

  int count() {
    return count;
  }

  /** Sets the number of the last invalidation of a hash, whatever it was. */
  void mark(long hash, long seq) {
    if (hash == InvalidationLog.EVERYTHING) {
      floor = Math.max(floor, seq);
      return;
    }
    Table markers = table;
    if (markers.put(hash, seq)) {
      count++;
      if (count > forgetAt) {
        forgetOlderHalf();
      }
      // Also when nothing could be forgotten, for pending markers stay: a full table has no end.
      if (count * 2 > table.slots()) {
        table = table.resized(table.slots() * 2, Long.MIN_VALUE);
      }
    }
  }

  /**
   * Forgets all, and takes over the state of a log.
   *
   * @param anew whether it is the state of another epoch; the caller has made that public already
   * @param pending what stays pending; learns its last number
   */
  void reset(
      InvalidationLog.Snapshot snapshot, boolean anew, Map<Long, LogFollower.Pending> pending) {
    Table fresh = new Table(FIRST_SLOTS);
    int taken = 0;
    for (int i = 0; i < snapshot.hashes().length; i++) {
      if (fresh.put(snapshot.hashes()[i], snapshot.seqs()[i]) && ++taken * 2 > fresh.slots()) {
        fresh = fresh.resized(fresh.slots() * 2, Long.MIN_VALUE);
      }
    }
    for (Map.Entry<Long, LogFollower.Pending> waiting : pending.entrySet()) {
      waiting.getValue().seq = fresh.get(waiting.getKey());
      if (fresh.put(waiting.getKey(), PENDING) && ++taken * 2 > fresh.slots()) {
        fresh = fresh.resized(fresh.slots() * 2, Long.MIN_VALUE);
      }
    }
    // Within an epoch the floor never sinks: a reader may still hold the table that lies above it.
    floor = anew ? snapshot.floor() : Math.max(floor, snapshot.floor());
    table = fresh;
    count = taken;
    if (count > most) {
      forgetOlderHalf();
    }
  }

  private void forgetOlderHalf() {
    Table markers = table;
    long[] numbers = markers.values();
    long[] sorted = Arrays.stream(numbers).filter(n -> n != 0 && n != PENDING).sorted().toArray();
    long newFloor = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    floor = Math.max(floor, newFloor);
    Table kept = markers.resized(markers.slots(), newFloor);
    table = kept;
    count = kept.used();
    // Pending markers stay: looking for others to forget at each mark would cost the whole table.
    forgetAt = Math.max(most, count + most / 2);
  }

  /** Never shrinks and never removes: a slot, once taken, keeps its hash. */
  private static final class Table {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] hashes;
    private final long[] seqs;
    private final int mask;

    Table(int slots) {
      hashes = new long[slots];
      seqs = new long[slots];
      mask = slots - 1;
    }

    int slots() {
      return mask + 1;
    }

    int used() {
      return (int) Arrays.stream(hashes).filter(hash -> hash != 0).count();
    }

    long[] values() {
      return seqs.clone();
    }

    long get(long hash) {
      int slot = (int) hash & mask;
      while (true) {
        long found = (long) SLOT.getAcquire(hashes, slot);
        if (found == hash) {
          return (long) SLOT.getAcquire(seqs, slot);
        }
        if (found == 0) {
          return 0;
        }
        slot = (slot + 1) & mask;
      }
    }

    /** The number is there before the hash, so that a reader never finds a hash without it. */
    boolean put(long hash, long seq) {
      int slot = (int) hash & mask;
      while (hashes[slot] != 0 && hashes[slot] != hash) {
        slot = (slot + 1) & mask;
      }
      boolean added = hashes[slot] == 0;
      SLOT.setRelease(seqs, slot, seq);
      if (added) {
        SLOT.setRelease(hashes, slot, hash);
      }
      return added;
    }

    Table resized(int slots, long above) {
      Table copy = new Table(slots);
      for (int i = 0; i < hashes.length; i++) {
        if (hashes[i] != 0 && seqs[i] > above) {
          copy.put(hashes[i], seqs[i]);
        }
      }
      return copy;
    }
  }
}
