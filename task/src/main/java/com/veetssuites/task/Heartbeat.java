package com.veetssuites.task;

import com.veetssuites.task.postgres.OneTransaction;
import com.veetssuites.task.postgres.WorkerRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a worker in the registry.
 *
 * <p>It says that it lives every few seconds; a worker that has not for four times is removed, and
 * what it had runs elsewhere. Only a worker that has itself been in touch with the database for
 * that long removes others: after an outage all of them are silent, and all of them live. A worker
 * that finds itself removed interrupts what it runs and enters anew; what it still writes about its
 * old claims changes nothing. For use by one thread.
 */
final class Heartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private static final Duration RECONNECT = Duration.ofSeconds(1);
  private static final int EXPIRE_BATCH = 5_000;
  private static final int EXPIRE_EVERY = 15;

  private final WorkerSettings settings;
  private final TaskTypes types;
  private final DataSource source;
  private final TaskSignals signals;
  private final List<QueueRunner> queues;
  private final AtomicLong worker;
  private final BooleanSupplier stopping;

  private long inTouchSince;
  private long lastTouch;
  private int beats;
  private boolean away;

  /**
   * @param worker its number in the registry, for the queues to claim with; 0 before it is entered
   */
  Heartbeat(
      WorkerSettings settings,
      TaskTypes types,
      DataSource source,
      TaskSignals signals,
      List<QueueRunner> queues,
      AtomicLong worker,
      BooleanSupplier stopping) {
    this.settings = settings;
    this.types = types;
    this.source = source;
    this.signals = signals;
    this.queues = queues;
    this.worker = worker;
    this.stopping = stopping;
  }

  /**
   * Says that the worker lives, and looks after the others; returns how long until the next time.
   */
  Duration beat() {
    try (Connection connection = source.getConnection()) {
      if (worker.get() == 0) {
        enter(connection);
      } else if (!WorkerRows.heartbeat(
          connection, worker.get(), running(), stopping.getAsBoolean())) {
        LOG.warn(
            "This worker was taken for dead, and what it had runs elsewhere; it enters anew as {}",
            settings.name());
        worker.set(0);
        queues.forEach(QueueRunner::lose);
        enter(connection);
      }
      for (UUID cancelled : WorkerRows.cancelled(connection, worker.get())) {
        queues.forEach(queue -> queue.cancel(cancelled));
      }
      giveBackMissing(connection);
      touched();
      if (Duration.ofNanos(lastTouch - inTouchSince).compareTo(settings.silence()) >= 0) {
        bury(connection);
      }
      if (beats++ % EXPIRE_EVERY == 0) {
        expire(connection);
      }
    } catch (SQLException e) {
      if (!away) {
        LOG.warn("The worker waits for the database: {}", e.getMessage());
      }
      away = true;
      lastTouch = 0;
      return RECONNECT;
    }
    return settings.heartbeat();
  }

  /** A claim whose answer was lost with its connection is nobody's. */
  private void giveBackMissing(Connection connection) throws SQLException {
    for (QueueRunner queue : queues) {
      List<UUID> missing =
          queue.missing(
              WorkerRows.claimed(connection, worker.get(), queue.queue(), settings.silence()));
      if (!missing.isEmpty()) {
        LOG.warn(
            "{} tasks of the queue {} were claimed without an answer; they go back",
            missing.size(),
            queue.queue());
        WorkerRows.giveBack(connection, worker.get(), missing, settings.silence());
        signals.call(TaskSignals.queueWord(queue.queue()));
      }
    }
  }

  private void enter(Connection connection) throws SQLException {
    worker.set(
        WorkerRows.register(
            connection,
            settings.name(),
            TaskPayloads.write(settings.queues(), "Queues"),
            TaskPayloads.write(types.names(), "Types")));
    queues.forEach(QueueRunner::call);
  }

  private void touched() {
    long now = System.nanoTime();
    long gap = now - lastTouch;
    if (lastTouch == 0 || gap > 2 * settings.heartbeat().toNanos()) {
      inTouchSince = now;
    }
    lastTouch = now;
    if (away) {
      away = false;
      LOG.info("The database is back, and the worker goes on");
    }
  }

  private void bury(Connection connection) throws SQLException {
    int given =
        OneTransaction.of(connection, together -> WorkerRows.sweep(together, settings.silence()));
    if (given > 0) {
      LOG.warn("A worker was lost; its {} tasks run again", given);
      queues.forEach(queue -> signals.call(TaskSignals.queueWord(queue.queue())));
    }
  }

  private void expire(Connection connection) throws SQLException {
    // No longer than until the next heartbeat: the rest has time.
    long until = System.nanoTime() + settings.heartbeat().toNanos();
    while (!stopping.getAsBoolean() && System.nanoTime() < until) {
      if (WorkerRows.expire(connection, EXPIRE_BATCH) < EXPIRE_BATCH) {
        return;
      }
    }
  }

  private int running() {
    return queues.stream().mapToInt(queue -> queue.running().size()).sum();
  }
}
