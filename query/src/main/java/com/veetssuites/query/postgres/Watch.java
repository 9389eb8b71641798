package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a long statement from a connection of its own: how far it is, and whom it waits for.
 *
 * <p>It never fails: without a second connection there is only less to tell.
 */
final class Watch implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Watch.class);
  private static final long EVERY_MILLIS = 50;

  private final DataSource source;
  private final int pid;
  private final Look look;
  private final Consumer<List<LockHolder>> waiting;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;
  private volatile List<LockHolder> holders = List.of();

  /** Reads how far the session of a process is, and tells it. */
  @FunctionalInterface
  interface Look {
    void at(Connection connection, int pid) throws SQLException;
  }

  private Watch(DataSource source, int pid, Look look, Consumer<List<LockHolder>> waiting) {
    this.source = source;
    this.pid = pid;
    this.look = look;
    this.waiting = waiting;
    this.thread = Thread.ofPlatform().daemon().name("veets-watch").unstarted(this::run);
  }

  /**
   * @param pid the process whose session is watched
   * @param waiting hears of each change of whom it waits for
   */
  static Watch start(DataSource source, int pid, Look look, Consumer<List<LockHolder>> waiting) {
    Watch watch = new Watch(source, pid, look, waiting);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try (Connection connection = source.getConnection()) {
      do {
        List<LockHolder> now = LockHolder.blocking(connection, pid);
        if (!now.isEmpty() && !now.equals(holders)) {
          holders = now;
          waiting.accept(now);
        }
        look.at(connection, pid);
      } while (!done.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (SQLException | RuntimeException e) {
      LOGGER.debug("Not watched: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whom it waited for last. */
  List<LockHolder> holders() {
    return holders;
  }

  /** Ends, and waits a moment for the last look. */
  @Override
  public void close() {
    done.countDown();
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
