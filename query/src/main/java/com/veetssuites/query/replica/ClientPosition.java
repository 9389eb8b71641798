package com.veetssuites.query.replica;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client has written, as far as its reads are concerned: the client of a request, or whoever
 * a thread works for outside of requests. Safe for use by many threads.
 */
final class ClientPosition {

  static final ScopedValue<ClientPosition> REQUEST = ScopedValue.newInstance();

  /** Outside of requests: a thread reads what it wrote itself. */
  private static final ThreadLocal<ClientPosition> THREAD = new ThreadLocal<>();

  private final Clock clock;
  private final Duration maxLag;

  /** Replicas have to have replayed this much. */
  private long lsn;

  /** Until this second, the client goes to the primary. */
  private long primaryUntil;

  /** Connections on which it has written, with what place in the log is not known yet. */
  private int unsettled;

  private boolean wrote;

  ClientPosition(Clock clock, Duration maxLag, @Nullable DatabasePosition carried) {
    this.clock = clock;
    this.maxLag = maxLag;
    if (carried != null) {
      if (carried.lsn() == DatabasePosition.UNKNOWN) {
        primaryUntil = Math.min(carried.second(), second()) + bound();
      } else {
        lsn = carried.lsn();
      }
    }
  }

  static ClientPosition current(Clock clock, Duration maxLag) {
    if (REQUEST.isBound()) {
      return REQUEST.get();
    }
    ClientPosition position = THREAD.get();
    if (position == null) {
      position = new ClientPosition(clock, maxLag, null);
      THREAD.set(position);
    }
    return position;
  }

  /** What a replica must have replayed; null when only the primary will do. */
  synchronized @Nullable Long needed() {
    return unsettled > 0 || second() < primaryUntil ? null : lsn;
  }

  synchronized void writing() {
    unsettled++;
  }

  synchronized void rolledBack() {
    unsettled--;
  }

  /** What was written is before this place in the log. */
  synchronized void wrote(long place) {
    unsettled--;
    wrote = true;
    lsn = Math.max(lsn, place);
  }

  /** It has written, or may have, and nobody knows where in the log. */
  synchronized void wroteSomewhere() {
    unsettled--;
    wrote = true;
    primaryUntil = second() + bound();
  }

  /** What the client is to carry from now on; null when it has not written since it came. */
  synchronized @Nullable DatabasePosition told() {
    if (!wrote && unsettled == 0) {
      return null;
    }
    boolean unknown = unsettled > 0 || second() < primaryUntil;
    return new DatabasePosition(unknown ? DatabasePosition.UNKNOWN : lsn, second());
  }

  private long second() {
    return clock.instant().getEpochSecond();
  }

  /** Replicas that are further behind get no reads, rounded up. */
  private long bound() {
    return maxLag.toSeconds() + 2;
  }
}
