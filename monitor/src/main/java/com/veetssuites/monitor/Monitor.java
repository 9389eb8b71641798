package com.veetssuites.monitor;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node does: a frame each second for a quarter of an hour, one each ten seconds for six
 * hours, and all since the start; told to the {@link History} of all nodes, where there is one.
 *
 * <p>Four threads: one takes the frames and waits for nobody, one asks the collectors that take
 * their time, one writes, one keeps the history in order. What cannot be written waits in memory
 * for half an hour. Safe for many threads.
 */
public final class Monitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

  private static final int SECONDS_KEPT = 15 * 60;
  private static final int LONG_FRAME = 10;
  private static final int LONG_FRAMES_KEPT = 6 * 60 * 60 / LONG_FRAME;
  private static final int MOST_POINTS = 100_000;
  private static final int MOST_UNTOLD = 30 * 60 / LONG_FRAME;
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration MERGE = Duration.ofSeconds(60);
  private static final Duration PRUNE = Duration.ofMinutes(10);
  private static final Duration STOP = Duration.ofSeconds(3);

  private final Node node;
  private final List<Collector> collectors;
  private final Clock clock;
  private final @Nullable History history;

  private final Ring seconds = new Ring(SECONDS_KEPT, MOST_POINTS);
  private final Ring tens = new Ring(LONG_FRAMES_KEPT, MOST_POINTS);
  private final ConcurrentLinkedQueue<Frame> collectedSlowly = new ConcurrentLinkedQueue<>();
  private final List<ScheduledExecutorService> threads = new ArrayList<>();

  /** Guarded by itself. */
  private final Map<SeriesId, Point> totals = new HashMap<>();

  /** Frames that are to be written; guarded by itself. */
  private final Deque<Frame> untold = new ArrayDeque<>();

  // Of the thread that takes the frames.
  private final Frame.Builder second = new Frame.Builder();
  private final Frame.Builder ten = new Frame.Builder();
  private Instant tenStart;

  // Of the thread that writes.
  private volatile boolean prepared;
  private volatile boolean complained;

  /**
   * @param history null when nothing is to be kept beyond this process
   */
  public Monitor(
      Node node, Collection<Collector> collectors, Clock clock, @Nullable History history) {
    this.node = node;
    this.collectors = List.copyOf(collectors);
    this.clock = clock;
    this.history = history;
    this.tenStart = tenOf(clock.instant());
  }

  public Node node() {
    return node;
  }

  public @Nullable History history() {
    return history;
  }

  /** Begins to measure. */
  public synchronized void start() {
    if (!threads.isEmpty()) {
      return;
    }
    every(Duration.ofSeconds(1), "monitor", this::second);
    every(Duration.ofSeconds(LONG_FRAME), "monitor-collectors", this::collectSlowly);
    if (history != null) {
      every(BEAT, "monitor-history", this::tell);
      ScheduledExecutorService keeping = every(MERGE, "monitor-upkeep", this::merge);
      schedule(keeping, PRUNE, this::prune);
    }
  }

  private ScheduledExecutorService every(Duration pace, String name, Runnable work) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    threads.add(thread);
    schedule(thread, pace, work);
    return thread;
  }

  private static void schedule(ScheduledExecutorService thread, Duration pace, Runnable work) {
    Runnable unharmed =
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) { // or the thread would never be called again
            LOG.warn("The monitor could not do its work; it goes on.", e);
          }
        };
    thread.scheduleAtFixedRate(unharmed, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes a frame of what was measured since the last one. */
  void second() {
    Instant now = clock.instant();
    collect(Collector.Pace.EVERY_SECOND, second);
    for (Frame slow; (slow = next()) != null; ) {
      second.addAll(slow.points());
    }
    Frame frame = second.build(now.truncatedTo(ChronoUnit.SECONDS), 1);
    if (!tenOf(now).equals(tenStart)) {
      finishTen(now);
    }
    seconds.add(frame);
    ten.addAll(frame.points());
    synchronized (totals) {
      frame.points().forEach(this::total);
    }
  }

  private @Nullable Frame next() {
    return collectedSlowly.poll();
  }

  private void total(SeriesId id, Point point) {
    SeriesId place =
        totals.size() < Frame.most(id.kind()) || totals.containsKey(id) ? id : id.others();
    totals.merge(place, point, Point::then);
  }

  private void finishTen(Instant now) {
    Frame frame = ten.build(tenStart, LONG_FRAME);
    tenStart = tenOf(now);
    tens.add(frame);
    synchronized (untold) {
      untold.addLast(frame);
      if (untold.size() > MOST_UNTOLD) {
        untold.removeFirst();
      }
    }
  }

  private static Instant tenOf(Instant moment) {
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), LONG_FRAME) * LONG_FRAME);
  }

  /** Asks the collectors that take their time. */
  void collectSlowly() {
    var builder = new Frame.Builder();
    collect(Collector.Pace.EVERY_TEN_SECONDS, builder);
    collectedSlowly.add(builder.build(clock.instant(), LONG_FRAME));
  }

  private void collect(Collector.Pace pace, Frame.Builder into) {
    for (Collector collector : collectors) {
      if (collector.pace() == pace) {
        try {
          collector.collect(into);
        } catch (RuntimeException | LinkageError e) {
          LOG.debug("{} could not measure", collector.getClass().getSimpleName(), e);
        }
      }
    }
  }

  /** Says that the node lives, and what it has done. */
  void tell() {
    History told = history;
    if (told == null) {
      return;
    }
    List<Frame> frames;
    synchronized (untold) {
      frames = List.copyOf(untold);
    }
    try {
      if (!prepared) {
        told.prepare();
        prepared = true;
      }
      told.beat(node);
      if (!frames.isEmpty()) {
        told.append(node, frames);
        Set<Frame> written = Collections.newSetFromMap(new IdentityHashMap<>());
        written.addAll(frames);
        synchronized (untold) {
          untold.removeIf(written::contains); // whatever the clock did meanwhile
        }
      }
      complained = false;
    } catch (SQLException e) {
      if (!complained) {
        complained = true;
        LOG.warn(
            "What this node does cannot be written to the database: {} It is tried again every {}"
                + " seconds; the last half hour is kept meanwhile.",
            e.getMessage(),
            BEAT.toSeconds());
      }
    }
  }

  private void merge() {
    maintain(History::merge);
  }

  private void prune() {
    maintain(kept -> kept.prune(clock.instant()));
  }

  private interface Maintenance {
    int of(History history) throws SQLException;
  }

  private void maintain(Maintenance maintenance) {
    if (history == null || !prepared) {
      return;
    }
    try {
      maintenance.of(history);
    } catch (SQLException e) {
      LOG.debug("The history could not be maintained; the next time does it.", e);
    }
  }

  /** The frames of a second each, from a moment on, at most a quarter of an hour ago. */
  public List<Frame> seconds(Instant since) {
    return seconds.since(since);
  }

  /** The frames of ten seconds each, from a moment on, at most six hours ago. */
  public List<Frame> tens(Instant since) {
    return tens.since(since);
  }

  /** All since the start of this node. */
  public Map<SeriesId, Point> totals() {
    synchronized (totals) {
      return Map.copyOf(totals);
    }
  }

  /** Tells what there is to tell, and ends. */
  @Override
  public synchronized void close() {
    if (threads.isEmpty()) {
      return;
    }
    threads.forEach(ScheduledExecutorService::shutdown);
    try {
      for (ScheduledExecutorService thread : threads) {
        if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
          thread.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.clear();
    second();
    finishTen(clock.instant());
    tell();
    if (history != null && !complained) { // or it did not answer a moment ago
      try {
        history.stopped(node);
      } catch (SQLException e) {
        LOG.debug("The database was not told that this node stops.", e);
      }
    }
  }
}
