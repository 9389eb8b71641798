package com.veetssuites.cache;

import com.veetssuites.cache.InvalidationLog.Change;
import com.veetssuites.cache.InvalidationLog.Changes;
import com.veetssuites.cache.InvalidationLog.News;
import com.veetssuites.cache.InvalidationLog.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node knows of the invalidation log, and what it has to tell it. One a process.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>{@link #applied} is (e, n) only when the markers of all invalidations of epoch e up to n
 *       are set, or the floor lies above them. Changes are applied without a gap; anything else is
 *       a snapshot.
 *   <li>{@link #version} changes after the markers have changed, never before, and {@link #applied}
 *       after the version. So whoever found an entry valid at the current version need not look
 *       again, and whoever has seen a position here sees its markers too.
 *   <li>When {@link #invalidate} returns, this node serves nothing that depends on its markers and
 *       was loaded before. A marker that the log could not take is pending: what depends on it is
 *       invalid, whatever its stamp, until the log has it.
 *   <li>{@link #provenAt} is a moment at which everything appended until then had been applied
 *       here.
 * </ol>
 */
final class LogFollower implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(LogFollower.class);

  /** More unsent markers than this become one that says everything. */
  static final int MOST_UNSENT = 10_000;

  private static final int MOST_MARKERS = 1 << 17;

  /** A log that contradicts itself more often than this is not to be believed. */
  private static final int MOST_TRIES = 8;

  private static final long NO_EPOCH = Long.MIN_VALUE;
  private static final long[] EVERYTHING = {InvalidationLog.EVERYTHING};

  private final InvalidationLog log;
  private final Ticks ticks;
  private final Duration heartbeat;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock flushing = new ReentrantLock();
  private final Markers markers = new Markers(MOST_MARKERS);

  /** For each marker that is on its way to the log: how many senders, and its last known number. */
  private final Map<Long, Pending> pending = new HashMap<>();

  private final Set<Long> unsent = new HashSet<>();
  private final List<Proof> proofs = new ArrayList<>();
  private final Proof logProof;

  private final LongAdder invalidations = new LongAdder();
  private volatile Position applied = Position.NONE;

  /** That of the markers; {@link #NO_EPOCH} while they are exchanged for those of another one. */
  private volatile long epoch = Position.NONE.epoch();

  private volatile long version = 1;
  private volatile long provenAt;
  private volatile int pendingEverything;
  private volatile int unsentCount;
  private volatile boolean reachable = true;
  private volatile boolean closed;
  private @Nullable Thread thread;

  LogFollower(InvalidationLog log, Ticks ticks, Duration maxStaleness) {
    this.log = log;
    this.ticks = ticks;
    this.heartbeat = maxStaleness.dividedBy(4);
    this.logProof = proof("invalidation log");
  }

  /** Reads the log for the first time, and from now on in a thread of its own when it is shared. */
  void start() {
    sync();
    if (log.shared()) {
      thread = Thread.ofPlatform().daemon().name("invalidation-log").start(this::follow);
    } else {
      logProof.keepForever();
    }
  }

  Position applied() {
    return applied;
  }

  long version() {
    return version;
  }

  long provenAt() {
    return provenAt;
  }

  boolean reachable() {
    return reachable;
  }

  boolean shared() {
    return log.shared();
  }

  int unsent() {
    return unsentCount;
  }

  int markers() {
    lock.lock();
    try {
      return markers.count();
    } finally {
      lock.unlock();
    }
  }

  long invalidations() {
    return invalidations.sum();
  }

  /** Whether a value is still true, as far as this node knows. */
  boolean valid(Position stamp, long[] dependencies) {
    // The epoch on both sides: the markers in between were those of the stamp's.
    return pendingEverything == 0
        && stamp.epoch() == epoch
        && markers.valid(stamp.seq(), dependencies)
        && stamp.epoch() == epoch;
  }

  /** Whether a value of this stamp was told to expire, by the marker of its expiry. */
  boolean expired(Position stamp, long expiry) {
    return markers.last(expiry) > stamp.seq();
  }

  /** A source of proof besides the log: all of them must be young for this node to be fresh. */
  Proof proof(String name) {
    lock.lock();
    try {
      Proof proof = new Proof(name);
      proofs.add(proof);
      prove();
      return proof;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Invalidates here at once, and elsewhere by the log.
   *
   * @return its own position in the log; null when the log could not be reached: then it is sent
   *     later, and invalid here until then
   */
  @Nullable Position invalidate(long[] hashes) {
    if (hashes.length == 0) {
      return applied;
    }
    if (hashes.length > MOST_UNSENT) {
      return invalidate(EVERYTHING);
    }
    invalidations.add(hashes.length);
    if (!log.shared()) {
      return append(hashes);
    }
    pend(hashes);
    if (!reachable) {
      queue(hashes);
      return null;
    }
    try {
      return send(hashes);
    } catch (LogUnavailable e) {
      unreachable(e);
      queue(hashes);
      return null;
    } catch (RuntimeException e) {
      // Whatever went wrong, what is pending has to reach the others some time.
      queue(hashes);
      throw e;
    }
  }

  private Position append(long[] hashes) {
    lock.lock();
    try {
      Position from = applied;
      News news = log.append(from, hashes);
      apply(news, from, ticks.exact());
      return news.end();
    } catch (LogUnavailable e) {
      throw new IllegalStateException("a log in memory is always available", e);
    } finally {
      lock.unlock();
    }
  }

  /** Appends what is pending; it is settled when the log's epoch is still the one of the answer. */
  private Position send(long[] hashes) throws LogUnavailable {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long asked = ticks.exact();
      Position from = applied;
      News news = log.append(from, hashes);
      lock.lock();
      try {
        if (apply(news, from, asked)) {
          settle(hashes);
          return news.end();
        }
      } finally {
        lock.unlock();
      }
    }
    throw contradiction();
  }

  /**
   * Asks the log. When this returns true, everything acknowledged anywhere before the call is
   * applied here.
   */
  boolean sync() {
    if (!log.shared() && !applied.equals(Position.NONE)) {
      return true;
    }
    try {
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        long asked = ticks.exact();
        Position from = applied;
        News news = log.read(from);
        lock.lock();
        try {
          if (apply(news, from, asked)) {
            reachable = true;
            return true;
          }
        } finally {
          lock.unlock();
        }
      }
      throw contradiction();
    } catch (LogUnavailable e) {
      unreachable(e);
      return false;
    }
  }

  private LogUnavailable contradiction() {
    return new LogUnavailable(
        "what it tells does not continue what it told before (%s).".formatted(applied),
        new IllegalStateException("asked " + MOST_TRIES + " times"));
  }

  /**
   * False when the news continue a state that is no longer the current one: ask again.
   *
   * @param from the position that was told when asking
   */
  private boolean apply(News news, Position from, long asked) {
    switch (news) {
      case Changes changes -> {
        if (changes.end().epoch() != applied.epoch() || gap(changes)) {
          return false;
        }
        boolean changed = false;
        for (Change change : changes.list()) {
          if (change.seq() > applied.seq()) {
            for (long hash : change.markers()) {
              mark(hash, change.seq());
            }
            changed = true;
          }
        }
        if (changed) {
          version++;
        }
        if (changes.end().seq() > applied.seq()) {
          applied = changes.end();
        }
      }
      case Snapshot snapshot -> {
        boolean anew = snapshot.end().epoch() != applied.epoch();
        // An answer that was under way while the epoch changed may be of the one that has ended.
        if (anew ? from.epoch() != applied.epoch() : snapshot.end().seq() < applied.seq()) {
          return false;
        }
        if (anew) {
          epoch = NO_EPOCH;
        }
        markers.reset(snapshot, anew, pending);
        epoch = snapshot.end().epoch();
        version++;
        applied = snapshot.end();
      }
    }
    logProof.renew(asked);
    return true;
  }

  private boolean gap(Changes changes) {
    return !changes.list().isEmpty() && changes.list().getFirst().seq() > applied.seq() + 1;
  }

  private void mark(long hash, long seq) {
    Pending waiting = hash == InvalidationLog.EVERYTHING ? null : pending.get(hash);
    if (waiting != null) {
      waiting.seq = seq;
    } else {
      markers.mark(hash, seq);
    }
  }

  private void pend(long[] hashes) {
    lock.lock();
    try {
      for (long hash : hashes) {
        if (hash == InvalidationLog.EVERYTHING) {
          pendingEverything++;
        } else {
          Pending waiting = pending.computeIfAbsent(hash, h -> new Pending(markers.last(h)));
          waiting.senders++;
          markers.mark(hash, Markers.PENDING);
        }
      }
      version++;
    } finally {
      lock.unlock();
    }
  }

  private void settle(long[] hashes) {
    for (long hash : hashes) {
      if (hash == InvalidationLog.EVERYTHING) {
        pendingEverything--;
        continue;
      }
      Pending waiting = pending.get(hash);
      if (waiting != null && --waiting.senders == 0) {
        pending.remove(hash);
        markers.mark(hash, waiting.seq);
      }
    }
    version++;
  }

  private void queue(long[] hashes) {
    lock.lock();
    try {
      for (long hash : hashes) {
        if (!unsent.add(hash)) {
          settle(new long[] {hash});
        }
      }
      if (unsent.size() > MOST_UNSENT) {
        long[] all = unsent.stream().mapToLong(Long::longValue).toArray();
        if (!unsent.contains(InvalidationLog.EVERYTHING)) {
          pendingEverything++;
        }
        settle(Arrays.stream(all).filter(h -> h != InvalidationLog.EVERYTHING).toArray());
        unsent.clear();
        unsent.add(InvalidationLog.EVERYTHING);
      }
      unsentCount = unsent.size();
    } finally {
      lock.unlock();
    }
  }

  /** Sends what the log could not take before. */
  private void flush() throws LogUnavailable {
    flushing.lock();
    try {
      long[] waiting;
      lock.lock();
      try {
        waiting = unsent.stream().mapToLong(Long::longValue).toArray();
        unsent.clear();
      } finally {
        lock.unlock();
      }
      if (waiting.length == 0) {
        return;
      }
      try {
        send(waiting);
        sent();
        LOGGER.info("Sent {} invalidations that the log could not take before.", waiting.length);
      } catch (LogUnavailable | RuntimeException e) {
        queue(waiting);
        throw e;
      }
    } finally {
      flushing.unlock();
    }
  }

  /** What was taken out to be sent counts as unsent until it is. */
  private void sent() {
    lock.lock();
    try {
      unsentCount = unsent.size();
    } finally {
      lock.unlock();
    }
  }

  private void follow() {
    while (!closed) {
      boolean waited = false;
      try {
        if (sync()) {
          flush();
          waited = await();
        }
      } catch (LogUnavailable e) {
        unreachable(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        // A follower that dies would leave the node bypassing its cache for ever.
        LOGGER.error("Following the invalidation log failed; trying again.", e);
        unreachable(new LogUnavailable(String.valueOf(e.getMessage()), e));
      }
      if (!waited) {
        LockSupport.parkNanos(Math.clamp(heartbeat.toNanos(), 1_000_000, 250_000_000));
      }
    }
  }

  /** Waiting may fail where asking does not, such as when a connection of its own is cut. */
  private boolean await() throws InterruptedException {
    try {
      log.await(applied, heartbeat);
      return true;
    } catch (LogUnavailable e) {
      LOGGER.debug("Asking the invalidation log every {} ms.", heartbeat.toMillis(), e);
      return false;
    }
  }

  private void unreachable(LogUnavailable cause) {
    if (reachable) {
      LOGGER.warn(
          "The invalidation log is unreachable: {} Cached values are served for at most the"
              + " configured staleness, invalidations wait.",
          cause.getMessage());
    }
    reachable = false;
  }

  private void prove() {
    long oldest = Long.MAX_VALUE;
    for (Proof proof : proofs) {
      oldest = Math.min(oldest, proof.at);
    }
    provenAt = oldest;
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
    try {
      flush();
    } catch (LogUnavailable | RuntimeException e) {
      LOGGER.warn(
          "{} invalidations never reached the log; other nodes may serve what they concern until"
              + " its time is up: {}",
          unsent(),
          e.getMessage());
    }
    log.close();
  }

  /** Invalidates everything. */
  @Nullable Position invalidateEverything() {
    return invalidate(EVERYTHING);
  }

  /** An invalidation on its way to the log. */
  static final class Pending {
    int senders;
    long seq;

    Pending(long seq) {
      this.seq = seq;
    }
  }

  /** One source that says until when nothing can have been missed. */
  final class Proof {
    private final String name;
    private long at;

    private Proof(String name) {
      this.name = name;
    }

    /** All that had happened at this moment is applied. */
    void renew(long moment) {
      lock.lock();
      try {
        at = Math.max(at, moment);
        prove();
      } finally {
        lock.unlock();
      }
    }

    /** This source can never miss anything. */
    void keepForever() {
      renew(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
