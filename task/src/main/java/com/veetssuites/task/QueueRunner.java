package com.veetssuites.task;

import com.veetssuites.task.TaskRun.Ended;
import com.veetssuites.task.TaskRun.Interruption;
import com.veetssuites.task.postgres.ClaimedRow;
import com.veetssuites.task.postgres.TaskClaims;
import com.veetssuites.task.postgres.TaskClaims.Share;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one queue in one process: claims what is due, many with one statement, and runs as
 * many at once as the queue allows.
 *
 * <p>Claimed ahead is what is likely to start within a tenth of a second, judged by how long tasks
 * have taken: hundreds of short ones, none of the long ones. What has waited here for a second all
 * the same goes back, for others to take. Claiming pauses while too much waits to be acknowledged,
 * so that memory is bounded.
 */
final class QueueRunner {

  private static final Logger LOG = LoggerFactory.getLogger(QueueRunner.class);

  private static final int MOST_AHEAD = 1_000;
  private static final int MOST_UNWRITTEN = 4_000;
  private static final long AHEAD = Duration.ofMillis(100).toNanos();
  private static final long TOO_LONG = Duration.ofSeconds(1).toNanos();

  /** How much later than here a statement may begin in the database. */
  private static final Duration MARGIN = Duration.ofMillis(20);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * Every so many tasks one place is for those of lower priority, the oldest of which goes first.
   */
  private static final int FAIR = 10;

  private final String queue;
  private final int concurrency;
  private final Duration poll;
  private final TaskTypes types;
  private final DataSource source;
  private final AtomicLong worker;
  private final Function<ClaimedRow, TaskRun> runs;
  private final TaskListener listener;
  private final Acknowledger acknowledger;

  // Guarded by this.
  private final Deque<TaskRun> waiting = new ArrayDeque<>();
  private final Map<UUID, TaskRun> running = new HashMap<>();
  private int threads;
  private double meanNanos = Double.MAX_VALUE;
  private boolean called;
  private boolean stopping;
  private boolean claiming;

  private int credit;
  private @Nullable Thread loop;

  QueueRunner(
      String queue,
      int concurrency,
      Duration poll,
      TaskTypes types,
      DataSource source,
      AtomicLong worker,
      Function<ClaimedRow, TaskRun> runs,
      TaskListener listener) {
    this.queue = queue;
    this.concurrency = concurrency;
    this.poll = poll;
    this.types = types;
    this.source = source;
    this.worker = worker;
    this.runs = runs;
    this.listener = listener;
    this.acknowledger = new Acknowledger(queue, source, listener, this::call);
  }

  String queue() {
    return queue;
  }

  void start() {
    acknowledger.start();
    loop = Thread.ofVirtual().name("tasks-" + queue).start(this::loop);
  }

  /** There may be something to do. */
  synchronized void call() {
    called = true;
    notifyAll();
  }

  private void loop() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        int wanted = awaitRoom();
        if (wanted == 0) {
          return;
        }
        try {
          long began = System.nanoTime();
          if (claim(wanted)) {
            rest(began);
          }
          pause = FIRST_PAUSE;
        } catch (SQLException e) {
          if (pause.equals(FIRST_PAUSE)) {
            LOG.warn("Queue {} waits for the database: {}", queue, e.getMessage());
          }
          rest(pause);
          pause = Durations.doubled(pause, LONGEST_PAUSE);
        } catch (RuntimeException e) {
          LOG.error("Queue {} goes on after an error", queue, e);
          rest(LONGEST_PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many tasks can be claimed, once some can; 0 when the queue stops. */
  private synchronized int awaitRoom() throws InterruptedException {
    while (!stopping) {
      giveBackStale();
      int ahead = (int) Math.min(MOST_AHEAD, concurrency * AHEAD / meanNanos);
      int inHand = waiting.size() + threads;
      // Not for each single place that gets free: many with one statement.
      int room = concurrency + ahead - inHand;
      if (worker.get() != 0 && room > ahead / 2 && acknowledger.size() < MOST_UNWRITTEN) {
        called = false;
        return Math.max(1, room);
      }
      wait(poll.toMillis());
    }
    return 0;
  }

  /** Claims what is due; returns whether that was all. */
  private boolean claim(int wanted) throws SQLException {
    List<Share> shares = shares(wanted);
    List<ClaimedRow> claimed;
    claiming(true);
    try (Connection connection = source.getConnection()) {
      claimed = TaskClaims.claim(connection, worker.get(), queue, types.names(), shares, wanted);
      take(claimed);
    } finally {
      claiming(false);
    }
    // What is found by two shares is claimed once.
    int twice =
        shares.subList(0, shares.size() - Priority.values().length).stream()
            .mapToInt(Share::amount)
            .sum();
    return claimed.size() < wanted - twice;
  }

  /** By priority; but now and then lower ones first, for a few of the places. */
  private List<Share> shares(int wanted) {
    List<Share> shares = new ArrayList<>(5);
    credit += wanted;
    int fair = credit / FAIR;
    credit %= FAIR;
    if (fair > 0) {
      boolean low = fair > 1 || (System.nanoTime() & 1) == 0;
      if (low) {
        shares.add(new Share(Priority.LOW.ordinal(), (fair + 1) / 2));
      }
      if (!low || fair > 1) {
        shares.add(new Share(Priority.NORMAL.ordinal(), (fair + 1) / 2));
      }
    }
    for (Priority each : Priority.values()) {
      shares.add(new Share(each.ordinal(), wanted));
    }
    return shares;
  }

  private synchronized void claiming(boolean now) {
    claiming = now;
  }

  /**
   * Of the tasks that this worker has claimed from this queue, as the database says, those that it
   * does not have: the answer to their claim was lost with its connection.
   */
  synchronized List<UUID> missing(List<UUID> claimed) {
    if (claiming) {
      return List.of();
    }
    Set<UUID> inHand = new HashSet<>(running.keySet());
    waiting.forEach(run -> inHand.add(run.row.id()));
    acknowledger.collect(inHand);
    return claimed.stream().filter(id -> !inHand.contains(id)).toList();
  }

  private synchronized void take(List<ClaimedRow> claimed) {
    claimed.forEach(row -> waiting.add(runs.apply(row)));
    if (stopping) {
      giveBackWaiting();
    }
    startThreads();
  }

  /** Caller holds the monitor. */
  private void startThreads() {
    while (threads < concurrency && !waiting.isEmpty()) {
      threads++;
      TaskRun run = next();
      Thread.ofVirtual().name("task-" + queue).start(() -> run(run));
    }
  }

  /** Caller holds the monitor, and something waits. */
  private TaskRun next() {
    TaskRun run = waiting.removeFirst();
    running.put(run.row.id(), run);
    return run;
  }

  private void run(TaskRun run) {
    try {
      tell(run);
      Ended ended = run.execute();
      if (ended != null) {
        acknowledger.add(ended);
      }
    } finally {
      synchronized (this) {
        running.remove(run.row.id(), run);
        threads--;
        long took = run.took().toNanos();
        meanNanos = meanNanos == Double.MAX_VALUE ? took : 0.9 * meanNanos + 0.1 * took;
        meanNanos = Math.max(1, meanNanos);
        startThreads();
        notifyAll();
      }
    }
  }

  private void tell(TaskRun run) {
    try {
      listener.started(run.type, Duration.ofNanos(1_000 * Math.max(0, run.row.waitMicros())));
    } catch (RuntimeException e) {
      LOG.warn("A listener has failed", e);
    }
  }

  /**
   * @param looked when the claim began that found no more: what has become due since was not seen
   */
  private void rest(long looked) throws InterruptedException, SQLException {
    synchronized (this) {
      if (called || stopping) {
        return;
      }
    }
    Duration due;
    try (Connection connection = source.getConnection()) {
      Duration since = Duration.ofNanos(System.nanoTime() - looked).plus(MARGIN);
      due = TaskClaims.nextDue(connection, queue, since);
    }
    // A millisecond more, as what is due in 0.4 ms is not due in 0.
    rest(due == null || due.compareTo(poll) > 0 ? poll : due.plusMillis(1));
  }

  private synchronized void rest(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (!called && !stopping) {
      long left = (until - System.nanoTime() + 999_999) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  /** Caller holds the monitor. */
  private void giveBackStale() {
    TaskRun oldest = waiting.peekFirst();
    if (oldest != null && System.nanoTime() - oldest.taken > TOO_LONG) {
      meanNanos = Double.MAX_VALUE;
      giveBackWaiting();
    }
  }

  /** Caller holds the monitor. */
  private void giveBackWaiting() {
    waiting.forEach(run -> acknowledger.add(run.untouched()));
    waiting.clear();
  }

  /** What runs now. */
  synchronized Collection<TaskRun> running() {
    return new ArrayList<>(running.values());
  }

  /** Interrupts a task that runs here, and ends one that waits here. */
  synchronized void cancel(UUID id) {
    TaskRun run = running.get(id);
    if (run != null) {
      run.interrupt(Interruption.CANCELLED);
    }
    for (TaskRun each : waiting) {
      if (each.row.id().equals(id)) {
        each.interrupt(Interruption.CANCELLED);
      }
    }
  }

  /** Interrupts what runs too long, and gives up what does not react. */
  void checkTimes(Duration grace) {
    for (TaskRun run : running()) {
      run.checkTime();
      Ended ended = run.giveUp(grace);
      if (ended != null) {
        acknowledger.add(ended);
      }
    }
    synchronized (this) {
      giveBackStale();
    }
  }

  /** The worker was taken for dead: what it had is somebody else's. */
  void lose() {
    synchronized (this) {
      waiting.clear();
    }
    running().forEach(run -> run.interrupt(Interruption.LOST));
  }

  /** Claims no more, and gives back what has not begun. */
  void stop() {
    synchronized (this) {
      stopping = true;
      giveBackWaiting();
      notifyAll();
    }
  }

  /** Waits until nothing runs any more; false when that took longer. */
  synchronized boolean awaitIdle(long untilNanos) throws InterruptedException {
    while (threads > 0) {
      long left = (untilNanos - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Writes what is left; false when that took longer. */
  boolean close(long untilNanos) throws InterruptedException {
    boolean written = acknowledger.close(untilNanos);
    if (loop != null) {
      loop.join(Duration.ofNanos(Math.max(1, untilNanos - System.nanoTime())));
    }
    return written;
  }
}
