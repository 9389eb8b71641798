package com.veetssuites.task;

import com.veetssuites.task.TaskRun.Ended;
import com.veetssuites.task.postgres.FinishedRow;
import com.veetssuites.task.postgres.ReturnedRow;
import com.veetssuites.task.postgres.TaskClaims;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how tasks have ended, as many as there are with one statement, and keeps at it while the
 * database is away: an end that is not written is a task that runs again.
 */
final class Acknowledger {

  private static final Logger LOG = LoggerFactory.getLogger(Acknowledger.class);

  private static final int BATCH = 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** The classes of SQL states for data that the database does not take. */
  private static final Set<String> REFUSED = Set.of("22", "23", "54");

  private final String queue;
  private final DataSource source;
  private final TaskListener listener;
  private final Runnable written;

  // Guarded by this.
  private final Deque<Ended> unwritten = new ArrayDeque<>();
  private List<Ended> inFlight = List.of();
  private boolean closed;

  private @Nullable Thread thread;

  Acknowledger(String queue, DataSource source, TaskListener listener, Runnable written) {
    this.queue = queue;
    this.source = source;
    this.listener = listener;
    this.written = written;
  }

  void start() {
    thread = Thread.ofVirtual().name("tasks-" + queue + "-ends").start(this::loop);
  }

  synchronized void add(Ended ended) {
    unwritten.add(ended);
    notifyAll();
  }

  /** What has ended and is not written yet. */
  synchronized int size() {
    return unwritten.size() + inFlight.size();
  }

  /** Adds the tasks of which the end is not written yet. */
  synchronized void collect(Set<UUID> ids) {
    unwritten.forEach(each -> ids.add(each.run().row.id()));
    inFlight.forEach(each -> ids.add(each.run().row.id()));
  }

  private void loop() {
    try {
      for (List<Ended> batch = next(); !batch.isEmpty(); batch = next()) {
        write(batch);
        boolean crowded;
        synchronized (this) {
          inFlight = List.of();
          crowded = batch.size() == BATCH;
          notifyAll();
        }
        if (crowded) {
          written.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Ended> next() throws InterruptedException {
    while (unwritten.isEmpty() && !closed) {
      wait();
    }
    List<Ended> batch = new ArrayList<>(Math.min(BATCH, unwritten.size()));
    while (batch.size() < BATCH && !unwritten.isEmpty()) {
      batch.add(unwritten.removeFirst());
    }
    inFlight = batch;
    return batch;
  }

  private void write(List<Ended> batch) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        tell(batch, written(batch));
        return;
      } catch (SQLException e) {
        if (REFUSED.contains(Objects.requireNonNullElse(e.getSQLState(), "  ").substring(0, 2))) {
          writeSingly(batch, e);
          return;
        }
        if (pause.equals(FIRST_PAUSE)) {
          LOG.warn(
              "{} ends of tasks of the queue {} wait for the database: {}",
              batch.size(),
              queue,
              e.getMessage());
        }
      } catch (RuntimeException e) {
        LOG.error("Ends of tasks could not be written; they are tried again", e);
      }
      Thread.sleep(pause);
      pause = Durations.doubled(pause, LONGEST_PAUSE);
    }
  }

  /** One of them is what the database does not take: that one goes without its texts. */
  private void writeSingly(List<Ended> batch, SQLException refused) throws InterruptedException {
    if (batch.size() > 1) {
      for (Ended each : batch) {
        write(List.of(each));
      }
      return;
    }
    Ended ended = batch.getFirst();
    LOG.warn("What task {} left cannot be kept: {}", ended.run(), refused.getMessage());
    FinishedRow finished = ended.finished();
    ReturnedRow returned = ended.returned();
    var bare =
        new Ended(
            ended.run(),
            ended.ending(),
            finished == null
                ? null
                : new FinishedRow(
                    finished.id(),
                    finished.worker(),
                    finished.claim(),
                    finished.state(),
                    null,
                    "What it left cannot be kept by the database.",
                    finished.keep(),
                    null),
            returned == null
                ? null
                : new ReturnedRow(
                    returned.id(),
                    returned.worker(),
                    returned.claim(),
                    returned.delay(),
                    returned.counted(),
                    returned.failure() == null
                        ? null
                        : "{\"error\": \"What it left cannot be kept by the database.\"}"));
    if (bare.equals(ended)) {
      LOG.error("The end of task {} is given up; it will run again", ended.run());
      return;
    }
    write(List.of(bare));
  }

  private Set<UUID> written(List<Ended> batch) throws SQLException {
    List<FinishedRow> finished = new ArrayList<>();
    List<ReturnedRow> returned = new ArrayList<>();
    for (Ended each : batch) {
      if (each.finished() != null) {
        finished.add(each.finished());
      }
      if (each.returned() != null) {
        returned.add(each.returned());
      }
    }
    Set<UUID> held = new HashSet<>();
    try (Connection connection = source.getConnection()) {
      if (!finished.isEmpty()) {
        held.addAll(TaskClaims.finish(connection, finished));
      }
      if (!returned.isEmpty()) {
        held.addAll(TaskClaims.giveBack(connection, returned));
      }
    }
    return held;
  }

  private void tell(List<Ended> batch, Set<UUID> held) {
    for (Ended each : batch) {
      if (!held.contains(each.run().row.id())) {
        // Or it was written, and the answer was lost with the connection.
        LOG.debug("Task {} was not this worker's any more", each.run());
        continue;
      }
      try {
        listener.ended(each.run().type, each.ending(), each.run().took());
      } catch (RuntimeException e) {
        LOG.warn("A listener has failed", e);
      }
    }
  }

  /** Writes what is left; false when that took longer. */
  boolean close(long untilNanos) throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    if (thread == null) {
      return true;
    }
    if (!thread.join(Duration.ofNanos(Math.max(1, untilNanos - System.nanoTime())))) {
      thread.interrupt();
      return false;
    }
    return true;
  }
}
