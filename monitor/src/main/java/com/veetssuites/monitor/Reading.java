package com.veetssuites.monitor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * The database as those ask it who would rather have no answer than wait for one: once it did not
 * answer, one of them in ten seconds waits as long as the pool lets it, the others are refused at
 * once. Who writes always waits, and opens the way for all when it succeeds. Safe for many threads.
 */
final class Reading {

  private static final long PAUSE = Duration.ofSeconds(10).toNanos();
  private static final long HERE = 0;

  private final DataSource source;

  /** When it was found away or last tried, never {@link #HERE}. */
  private final AtomicLong away = new AtomicLong(HERE);

  Reading(DataSource source) {
    this.source = source;
  }

  /** For who reads. */
  Connection connection() throws SQLException {
    long since = away.get();
    long now = System.nanoTime() | 1;
    if (since != HERE && (now - since < PAUSE || !away.compareAndSet(since, now))) {
      throw new SQLTransientConnectionException(
          "The database did not answer just now; it is asked again in at most ten seconds.");
    }
    return waiting();
  }

  /** For who writes, and waits. */
  Connection waiting() throws SQLException {
    try {
      Connection connection = source.getConnection();
      away.set(HERE);
      return connection;
    } catch (SQLException e) {
      away.set(System.nanoTime() | 1);
      throw e;
    }
  }
}
