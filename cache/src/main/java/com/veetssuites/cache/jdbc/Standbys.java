package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Which position of the invalidation log a standby stands at: what turns the write-ahead log that
 * it has replayed into a stamp.
 *
 * <p>A sample is a position that this node had applied, and the end of the primary's write-ahead
 * log, asked for <em>after</em> that. Whatever is invalidated up to the position was committed
 * before it was published, so its commit is before that end. A standby that has replayed as far
 * shows it all, and a value that is read there afterwards is as good as one that was read on the
 * primary by a load with that stamp. So nothing else has to know of standbys: a value whose
 * dependencies were invalidated after the stamp is not valid, any other is, and no invalidation
 * carries a place in the write-ahead log from node to node. An old sample only costs a load.
 *
 * <p>Samples are taken by the poller of the outbox, once standbys are in use. Safe for use by many
 * threads.
 */
final class Standbys {

  private static final int MOST_SAMPLES = 256;
  private static final long SOON = 20_000_000;

  private static final String END =
      """
      SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint WHERE NOT pg_is_in_recovery()
      """;
  private static final String REPLAYED = "SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint";

  /** The newest first. */
  private final Deque<Sample> samples = new ArrayDeque<>();

  private final AtomicBoolean wanted = new AtomicBoolean();
  private volatile Runnable sampler = () -> {};
  private volatile boolean used;
  private volatile long sampledAt = System.nanoTime() - SOON;

  private record Sample(Position position, long end) {}

  /** What takes a sample before long. */
  void sampledBy(Runnable poller) {
    sampler = poller;
  }

  /**
   * Takes a sample, if anybody uses standbys.
   *
   * @param applied what this node has applied by now
   * @param primary a connection to the primary
   */
  void sample(Position applied, Connection primary) throws SQLException {
    if (!used) {
      return;
    }
    wanted.set(false);
    sampledAt = System.nanoTime();
    synchronized (samples) {
      Sample newest = samples.peekFirst();
      if (newest != null && newest.position().equals(applied)) {
        return; // its end is lower than any other would be
      }
    }
    try (Statement statement = primary.createStatement();
        ResultSet row = statement.executeQuery(END)) {
      if (row.next()) {
        add(applied, ended(row.getLong(1)));
      }
    }
  }

  /**
   * Behind a record that fills its page, PostgreSQL names the place after the next page's header.
   */
  static long ended(long insertion) {
    return insertion % 8192 == 24 ? insertion - 24 : insertion;
  }

  void add(Position applied, long end) {
    synchronized (samples) {
      samples.addFirst(new Sample(applied, end));
      if (samples.size() > MOST_SAMPLES) {
        samples.removeLast();
      }
    }
  }

  /** The newest position that a standby which has replayed this much stands at, or NONE. */
  Position at(long replayed, Position now) {
    synchronized (samples) {
      for (Sample sample : samples) {
        if (sample.position().epoch() != now.epoch()) {
          break;
        }
        if (sample.end() <= replayed) {
          return sample.position();
        }
      }
    }
    return Position.NONE;
  }

  /**
   * The position that a standby stands at before its next query.
   *
   * @param connection to the standby; in a transaction that has run nothing yet, or outside of one
   * @param now what this node has applied
   * @return NONE when that is not known
   */
  Position place(Connection connection, Position now) throws SQLException {
    used = true;
    boolean automatic = connection.getAutoCommit();
    if (!automatic) {
      if (connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
        return Position.NONE; // its snapshot may be older than any answer
      }
      connection.setAutoCommit(true); // nothing is open, so this goes to no server
    }
    Position place;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(REPLAYED)) {
      row.next();
      place = at(row.getLong(1), now);
    } finally {
      if (!automatic) {
        connection.setAutoCommit(false);
      }
    }
    if (!place.equals(now)
        && System.nanoTime() - sampledAt > SOON
        && wanted.compareAndSet(false, true)) {
      sampler.run();
    }
    return place;
  }
}
