package com.veetssuites.query.replica;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where the primary's log ended at moments of the last while: what turns the place that a replica
 * has replayed into a time that it is behind. Safe for use by many threads.
 */
final class PrimaryLog {

  private static final int MOST = 1024;

  /** The log ended here at that time, and not before. */
  private record Moment(long nanos, long lsn) {}

  private final Deque<Moment> moments = new ArrayDeque<>();

  synchronized void ended(long nanos, long lsn) {
    Moment last = moments.peekLast();
    if (last != null && lsn < last.lsn()) {
      moments.clear(); // another server has taken over
      last = null;
    }
    if (last == null || lsn > last.lsn()) {
      moments.addLast(new Moment(nanos, lsn));
      if (moments.size() > MOST) {
        moments.removeFirst();
      }
    }
  }

  /**
   * How many nanoseconds a replica that has replayed this much is behind; -1 when unknown, for it
   * is long.
   */
  synchronized long lag(long now, long replayed) {
    if (moments.isEmpty() || replayed < moments.getFirst().lsn()) {
      return -1;
    }
    for (Moment moment : moments) {
      if (moment.lsn() > replayed) {
        return Math.max(0, now - moment.nanos());
      }
    }
    return 0;
  }
}
