package com.veetssuites.task;

import com.veetssuites.task.TaskRun.Interruption;
import com.veetssuites.task.TaskRun.Progress;
import com.veetssuites.task.postgres.OneTransaction;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs tasks, of one or several queues. Any number of them share the work of a
 * database.
 *
 * <p>Here are its threads: the {@link Heartbeat}, one that listens to what is called, a clock for
 * time limits, and one each for progress and schedules; the {@link QueueRunner}s have their own.
 */
public final class TaskWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskWorker.class);

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Duration RECONNECT = Duration.ofSeconds(1);
  private static final int LISTEN = 1_000;
  private static final Duration CHECK = Duration.ofSeconds(15);

  private final WorkerSettings settings;
  private final DataSource source;
  private final TaskSignals signals;
  private final List<QueueRunner> queues;
  private final ScheduleRunner schedules;
  private final Consumer<String> hear = this::hear;

  /** Number in the registry; 0 before it is entered. */
  private final AtomicLong worker = new AtomicLong();

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Heartbeat heartbeat;
  private volatile boolean stopping;

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
    this.heartbeat =
        new Heartbeat(settings, types, source, signals, queues, worker, () -> stopping);
  }

  /** Begins to run tasks, as soon as the database is there. */
  public void start() {
    signals.listen(hear);
    queues.forEach(QueueRunner::start);
    keep("tasks-heartbeat", () -> pause(heartbeat.beat()));
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

  // -------------------------------------------------------------------------------- what is called

  private void listen() {
    try (Connection connection = source.getConnection()) {
      Wakeups.listen(connection);
      // What was called while nobody listened.
      queues.forEach(QueueRunner::call);
      schedules.call();
      long checked = System.nanoTime();
      while (stopped.getCount() > 0) {
        for (String word : Wakeups.hear(connection, LISTEN)) {
          hear(word);
        }
        // Silence is what a dead connection sounds like, too.
        if (System.nanoTime() - checked > CHECK.toNanos()) {
          if (!connection.isValid((int) LAST_WORDS.toSeconds())) {
            throw new SQLException("The connection that listens is dead.");
          }
          checked = System.nanoTime();
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
      OneTransaction.of(
          connection,
          together -> {
            WorkerRows.leave(together, worker.get());
            return worker;
          });
      queues.forEach(queue -> signals.call(TaskSignals.queueWord(queue.queue())));
    } catch (SQLException e) {
      LOG.warn(
          "The worker leaves without a word, and is missed in {}: {}",
          settings.silence(),
          e.getMessage());
    }
  }
}
