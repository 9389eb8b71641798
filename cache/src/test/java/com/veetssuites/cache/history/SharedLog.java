package com.veetssuites.cache.history;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.LogUnavailable;
import com.veetssuites.cache.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A log for many nodes in one process that fails on demand: it is slow, loses requests, loses
 * answers, forgets its beginning, forgets everything and begins a new epoch with the old numbers.
 */
final class SharedLog {

  private static final int KEPT = 64;
  private static final int MOST_MARKERS = 60;

  private final Deque<InvalidationLog.Change> changes = new ArrayDeque<>();
  private final Map<Long, Long> markers = new TreeMap<>();
  private long epoch = 1;
  private long seq;
  private long floor;

  /** A connection of one node. */
  Connection connect() {
    return new Connection();
  }

  /** Everything is lost, and the numbers begin again. */
  synchronized void restart() {
    epoch++;
    seq = 0;
    floor = 0;
    changes.clear();
    markers.clear();
    notifyAll();
  }

  /** Nobody who is behind can be told the single changes any more. */
  synchronized void trim() {
    changes.clear();
    if (markers.size() > MOST_MARKERS / 2) {
      floor = seq;
      markers.clear();
    }
  }

  private synchronized InvalidationLog.News append(Position applied, long[] hashes) {
    seq++;
    for (long hash : hashes) {
      if (hash == InvalidationLog.EVERYTHING) {
        floor = seq;
      } else {
        markers.put(hash, seq);
      }
    }
    changes.addLast(new InvalidationLog.Change(seq, hashes.clone()));
    if (changes.size() > KEPT) {
      changes.removeFirst();
    }
    notifyAll();
    return read(applied);
  }

  private synchronized InvalidationLog.News read(Position applied) {
    Position end = new Position(epoch, seq);
    long first = changes.isEmpty() ? seq + 1 : changes.getFirst().seq();
    if (applied.epoch() != epoch || applied.seq() > seq || applied.seq() + 1 < first) {
      long[] hashes = markers.keySet().stream().mapToLong(Long::longValue).toArray();
      long[] seqs = markers.values().stream().mapToLong(Long::longValue).toArray();
      return new InvalidationLog.Snapshot(end, floor, hashes, seqs);
    }
    List<InvalidationLog.Change> news = new ArrayList<>();
    for (InvalidationLog.Change change : changes) {
      if (change.seq() > applied.seq()) {
        news.add(change);
      }
    }
    return new InvalidationLog.Changes(end, news);
  }

  private synchronized void await(Position applied, long millis) throws InterruptedException {
    if (applied.equals(new Position(epoch, seq))) {
      wait(Math.max(1, millis));
    }
  }

  /** One node's way to the log. */
  final class Connection implements InvalidationLog {
    volatile boolean cut;
    volatile boolean deaf;
    volatile boolean deafToNews;

    /** What is sent gets lost; what is asked is answered. */
    volatile boolean mute;

    /** Answers with a state that lies before what it has told already. */
    volatile boolean amnesia;

    volatile int mostDelayMicros;

    @Override
    public News append(Position applied, long[] hashes) throws LogUnavailable {
      delay();
      check(cut || mute);
      News news = SharedLog.this.append(applied, hashes);
      check(deaf);
      delay();
      return amnesia ? forgotten() : news;
    }

    private News forgotten() {
      return new Snapshot(new Position(epoch, 0), 0, new long[0], new long[0]);
    }

    @Override
    public News read(Position applied) throws LogUnavailable {
      delay();
      check(cut || deaf);
      News news = SharedLog.this.read(applied);
      delay();
      return amnesia ? forgotten() : news;
    }

    @Override
    public void await(Position applied, Duration atMost)
        throws LogUnavailable, InterruptedException {
      if (deafToNews) {
        Thread.sleep(atMost);
        return;
      }
      check(cut || deaf);
      SharedLog.this.await(applied, atMost.toMillis());
    }

    private void check(boolean broken) throws LogUnavailable {
      if (broken) {
        throw new LogUnavailable("the way to the log is cut.", new IOException("cut"));
      }
    }

    private void delay() {
      int most = mostDelayMicros;
      if (most > 0) {
        LockSupport.parkNanos(
            TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextInt(most)));
      }
    }

    @Override
    public boolean shared() {
      return true;
    }

    @Override
    public void close() {}
  }
}
