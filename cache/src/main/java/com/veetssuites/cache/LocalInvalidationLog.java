package com.veetssuites.cache;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** The invalidation log of a single process, in memory: it only counts. */
public final class LocalInvalidationLog implements InvalidationLog {

  private final long epoch = new SecureRandom().nextLong();
  private long seq;

  @Override
  public synchronized News append(Position applied, long[] markers) {
    if (applied.epoch() != epoch || applied.seq() != seq) {
      throw new IllegalStateException(
          "The log of a single process has one follower; %s is not its position %d."
              .formatted(applied, seq));
    }
    seq++;
    return new Changes(new Position(epoch, seq), List.of(new Change(seq, markers)));
  }

  @Override
  public synchronized News read(Position applied) {
    Position end = new Position(epoch, seq);
    return applied.equals(end)
        ? new Changes(end, List.of())
        : new Snapshot(end, seq, new long[0], new long[0]);
  }

  @Override
  public void await(Position applied, Duration atMost) throws InterruptedException {
    Thread.sleep(atMost);
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public void close() {}
}
