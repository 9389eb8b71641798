package com.veetssuites.task;

import com.veetssuites.task.TaskRun.Interruption;
import com.veetssuites.task.TaskRun.Progress;
import com.veetssuites.task.postgres.TaskClaims;
import com.veetssuites.task.postgres.Wakeups;
import com.veetssuites.task.postgres.WorkerRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs tasks, of one or several queues. Any number of them share the work of a
 * database.
 *
 * <p>It says that it lives every few seconds; a worker that has not for four times is removed from
 * the registry, and what it had runs elsewhere. Only a worker that has itself been in touch with
 * the database for that long removes others: after an outage all of them are silent, and all of
 * them live. A worker that finds itself removed interrupts what it runs and enters anew; what it
 * still writes about its old claims changes nothing.
 */
public final class TaskWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskWorker.class);

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Duration RECONNECT = Duration.ofSeconds(1);
  private static final int LISTEN = 1_000;
  private static final int EXPIRE_BATCH = 5_000;
  private static final int EXPIRE_BATCHES = 100;
  private static final int EXPIRE_EVERY = 15;

  private final WorkerSettings settings;
  private final TaskTypes types;
  private final DataSource source;
  private final TaskSignals signals;
  private final List<QueueRunner> queues;
  private final ScheduleRunner schedules;
  private final Consumer<String> hear = this::hear;

  /** Number in the registry; 0 before it is entered. */
  private final AtomicLong worker = new AtomicLong();

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;
  private long inTouchSince;
  private long lastTouch;
  private int beats;
  private boolean away;

  /**
   * @param source connections for this worker alone: those of the handlers may all be taken when it
   *     has to say that it lives
   */
  public TaskWorker(
      WorkerSettings settings,
      TaskTypes types,
      DataSource source,
      TaskSignals signals,
      List<TaskInterceptor> interceptors,
      TaskListener listener,
      Clock clock) {
    this.settings = settings;
    this.types = types;
    this.source = source;
    this.signals = signals;
    this.queues =
        new TreeMap<>(settings.queues())
            .entrySet().stream()
                .map(queue ->
                    new QueueRunner(
                        queue.getKey(),
                        queue.getValue(),
                        settings.poll(),
                        types,
                        source,
                        worker,
                        row ->
                            new TaskRun(
                                row,
                                Objects.requireNonNull(types.named(row.type())),
                                interceptors,
                                source,
                                settings.keepDead(),
                                clock),
                        listener))
                .toList();
    this.schedules = new ScheduleRunner(source, types, signals, clock);
  }

  /** Begins to run tasks, as soon as the database is there. */
  public void start() {
    signals.listen(hear);
    queues.forEach(QueueRunner::start);
    keep("tasks-heartbeat", this::beat);
    keep("tasks-listen", this::listen);
    keep("tasks-clock", this::watch);
    keep("tasks-progress", this::writeProgress);
    keep("tasks-schedules", schedules::run);
  }

  private void keep(String name, Step step) {
    threads.add(
        Thread.ofVirtual()
            .name(name)
            .start(() -> {
              while (stopped.getCount() > 0) {
                try {
                  step.run();
                } catch (InterruptedException e) {
                  return;
                } catch (RuntimeException e) {
                  LOG.error("{} goes on after an error", name, e);
                  pause(RECONNECT);
                }
              }
            }));
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  /** Waits, unless the worker has stopped. */
  private boolean pause(Duration wait) {
    try {
      return !stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  // ------------------------------------------------------------------------- living and dying

  private void beat() {
    try (Connection connection = source.getConnection()) {
      if (worker.get() == 0) {
        enter(connection);
      } else if (!WorkerRows.heartbeat(connection, worker.get(), running(), stopping)) {
        LOG.warn(
            "This worker was taken for dead, and what it had runs elsewhere; it enters anew as {}",
            settings.name());
        worker.set(0);
        queues.forEach(QueueRunner::lose);
        enter(connection);
      }
      for (UUID cancelled : WorkerRows.cancelled(connection, worker.get())) {
        cancel(cancelled);
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
      pause(RECONNECT);
      return;
    }
    pause(settings.heartbeat());
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
    connection.setAutoCommit(false);
    try {
      int given = WorkerRows.sweep(connection, settings.silence());
      connection.commit();
      if (given > 0) {
        LOG.warn("A worker was lost; its {} tasks run again", given);
        queues.forEach(queue -> signals.call(TaskSignals.queueWord(queue.queue())));
      }
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void expire(Connection connection) throws SQLException {
    for (int batch = 0; batch < EXPIRE_BATCHES && !stopping; batch++) {
      if (WorkerRows.expire(connection, EXPIRE_BATCH) < EXPIRE_BATCH) {
        return;
      }
    }
  }

  private int running() {
    return queues.stream().mapToInt(queue -> queue.running().size()).sum();
  }

  // -------------------------------------------------------------------------------- what is called

  private void listen() {
    try (Connection connection = source.getConnection()) {
      Wakeups.listen(connection);
      // What was called while nobody listened.
      queues.forEach(QueueRunner::call);
      schedules.call();
      while (stopped.getCount() > 0) {
        for (String word : Wakeups.hear(connection, LISTEN)) {
          hear(word);
        }
      }
      Wakeups.unlisten(connection);
    } catch (SQLException e) {
      LOG.debug("The worker cannot hear what is called, and looks for itself: {}", e.toString());
      pause(RECONNECT);
    }
  }

  private void hear(String word) {
    for (QueueRunner queue : queues) {
      if (word.equals(TaskSignals.queueWord(queue.queue()))) {
        queue.call();
      }
    }
    if (word.equals(TaskSignals.SCHEDULES)) {
      schedules.call();
    }
    UUID cancelled = TaskSignals.cancelledBy(word);
    if (cancelled != null) {
      cancel(cancelled);
    }
  }

  private void cancel(UUID id) {
    queues.forEach(queue -> queue.cancel(id));
  }

  // ------------------------------------------------------------------------------- what runs

  private void watch() {
    queues.forEach(queue -> queue.checkTimes(GRACE));
    pause(TICK);
  }

  private void writeProgress() {
    if (!pause(TICK.multipliedBy(5))) {
      return;
    }
    for (QueueRunner queue : queues) {
      for (TaskRun run : queue.running()) {
        Progress progress = run.takeProgress();
        if (progress != null) {
          write(run, progress);
        }
      }
    }
  }

  private void write(TaskRun run, Progress progress) {
    try (Connection connection = source.getConnection()) {
      TaskClaims.progress(
          connection, run.row.id(), run.row.worker(), progress.percent(), progress.text());
    } catch (SQLException e) {
      LOG.debug("Progress of task {} is not told: {}", run, e.toString());
    }
  }

  // ----------------------------------------------------------------------------------- the end

  /**
   * Claims no more, waits for what runs, interrupts what takes too long, and gives back what is
   * left.
   */
  @Override
  public void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    signals.unlisten(hear);
    long patience = System.nanoTime() + settings.shutdownTimeout().toNanos();
    try {
      queues.forEach(QueueRunner::stop);
      boolean idle = true;
      for (QueueRunner queue : queues) {
        idle &= queue.awaitIdle(patience);
      }
      long last = Math.max(patience, System.nanoTime()) + LAST_WORDS.toNanos();
      if (!idle) {
        for (QueueRunner queue : queues) {
          queue.running().forEach(run -> run.interrupt(Interruption.STOPPING));
        }
        for (QueueRunner queue : queues) {
          queue.awaitIdle(last);
        }
      }
      for (QueueRunner queue : queues) {
        queue.close(last + LAST_WORDS.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
      schedules.call();
      leave();
    }
  }

  private void leave() {
    try {
      for (Thread thread : threads) {
        thread.join(LAST_WORDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (worker.get() == 0) {
      return;
    }
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      WorkerRows.leave(connection, worker.get());
      connection.commit();
      connection.setAutoCommit(true);
      queues.forEach(queue -> signals.call(TaskSignals.queueWord(queue.queue())));
    } catch (SQLException e) {
      LOG.warn(
          "The worker leaves without a word, and is missed in {}: {}",
          settings.silence(),
          e.getMessage());
    }
  }

  /** For people. */
  public @Nullable String name() {
    return settings.name();
  }
}
