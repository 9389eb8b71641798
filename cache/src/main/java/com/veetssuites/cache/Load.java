package com.veetssuites.cache;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value in the making: what it was made of so far. While a value is loaded, whoever reads
 * something for it says so here, and the value depends on it.
 *
 * <p>Safe for use by many threads: a loader may share its work out to threads that inherit its
 * scoped values.
 */
public final class Load {

  /** More dependencies than this make an entry that costs more than it saves. */
  static final int MOST_DEPENDENCIES = 4096;

  /** Fewer than this are looked through; more have an index. */
  private static final int FEW = 32;

  private static final ScopedValue<Load> CURRENT = ScopedValue.newInstance();

  private final @Nullable Load outer;
  private final boolean bypass;
  private volatile Position stamp;
  private volatile long[] hashes = new long[8];
  private volatile int size;
  private volatile @Nullable String refusal;
  private volatile boolean hits;

  /**
   * Where to find a hash among many: for each slot the place in {@link #hashes} and one more, 0 for
   * none. Open addressing, at most half full.
   */
  private int @Nullable [] slots;

  private Load(@Nullable Load outer, Position stamp, boolean bypass) {
    this.outer = outer;
    this.stamp = stamp;
    this.bypass = bypass;
  }

  static Load of(@Nullable Load outer, Position stamp) {
    return new Load(outer, stamp, outer != null && outer.bypass);
  }

  /** A load within which the cache is neither read nor filled. */
  static Load bypassing(@Nullable Load outer, Position stamp) {
    return new Load(outer, stamp, true);
  }

  /** The load that the calling thread is in, or null. */
  public static @Nullable Load current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Runs something as a part of this load. */
  <R extends @Nullable Object, X extends Throwable> R run(ScopedValue.CallableOp<R, X> body)
      throws X {
    return ScopedValue.where(CURRENT, this).call(body);
  }

  /** The value depends on this tag. */
  public void dependOn(Tag tag) {
    dependOn(tag.hash());
  }

  /** The value depends on the key or tag of this hash. */
  public synchronized void dependOn(long hash) {
    int count = size;
    long[] known = hashes;
    int[] index = slots;
    if (index == null ? isAmong(known, count, hash) : index[slotOf(hash, index, known)] != 0) {
      return;
    }
    if (count == MOST_DEPENDENCIES) {
      refuse("it is made of more than " + MOST_DEPENDENCIES + " things");
      return;
    }
    if (count == known.length) {
      known = Arrays.copyOf(known, count * 2);
      hashes = known;
    }
    known[count] = hash;
    size = count + 1;
    if (index != null && (count + 1) * 2 <= index.length) {
      index[slotOf(hash, index, known)] = count + 1;
    } else if (count >= FEW) {
      slots = indexed(known, count + 1);
    }
  }

  private static boolean isAmong(long[] known, int count, long hash) {
    for (int i = count - 1; i >= 0; i--) {
      if (known[i] == hash) {
        return true;
      }
    }
    return false;
  }

  private static int[] indexed(long[] known, int count) {
    int[] index = new int[Integer.highestOneBit(count) * 8];
    for (int i = 0; i < count; i++) {
      index[slotOf(known[i], index, known)] = i + 1;
    }
    return index;
  }

  /** The slot of a hash, or the free one where it belongs. */
  private static int slotOf(long hash, int[] index, long[] known) {
    int mask = index.length - 1;
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (index[slot] != 0 && known[index[slot] - 1] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /**
   * Something that the value is made of was read when only this much of the log had been applied,
   * such as in a transaction that began earlier.
   */
  public synchronized void readAt(Position position) {
    if (position.epoch() != stamp.epoch()) {
      refuse("it was read before the log began anew");
      stamp = Position.NONE; // nor may others share it
    } else if (position.seq() < stamp.seq()) {
      stamp = position;
    }
  }

  /** The value must not be stored; it is still good for whoever asked for it. */
  public synchronized void refuse(String reason) {
    if (refusal == null) {
      refusal = reason;
    }
  }

  /** How many things the value depends on so far. */
  public int size() {
    return size;
  }

  /** Whether the value may be stored, as far as is known by now. */
  public boolean storable() {
    return refusal == null && !bypass;
  }

  /** What this load is a part of, or null. */
  @Nullable Load outer() {
    return outer;
  }

  boolean bypasses() {
    return bypass;
  }

  /** A part of it was found in a cache: it is as old as the proof that this was true. */
  void hit() {
    hits = true;
  }

  boolean madeOfHits() {
    return hits;
  }

  Position stamp() {
    return stamp;
  }

  @Nullable String refusal() {
    return refusal;
  }

  /** The hashes collected so far; a thread that does not load sees some of them at least. */
  long[] dependencies() {
    int count = size;
    return Arrays.copyOf(hashes, count);
  }

  /** Hands all that this value is made of to the load that it is a part of. */
  void contribute() {
    if (outer != null) {
      outer.include(this);
    }
  }

  /** Takes over what another load, by whatever thread, has come to, good or bad. */
  void include(Load part) {
    if (part.hits) {
      hit();
    }
    include(part.stamp, part.dependencies());
    String reason = part.refusal;
    if (reason != null) {
      refuse(reason);
    }
  }

  /**
   * Takes over what another value, now a part of this one, was made of. It was found true after
   * this load had begun: nothing that it is made of has changed since it was loaded, so it is as
   * good as loaded just now, and its stamp does not matter.
   */
  void includeTrue(Position position, long[] dependencies) {
    hit();
    if (position.epoch() != stamp.epoch()) {
      refuse("a part of it is from before the log began anew");
    }
    for (long hash : dependencies) {
      dependOn(hash);
    }
  }

  private void include(Position position, long[] dependencies) {
    readAt(position);
    for (long hash : dependencies) {
      dependOn(hash);
    }
  }
}
