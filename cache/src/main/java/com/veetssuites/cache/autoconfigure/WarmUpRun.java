package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.WarmReport;
import com.veetssuites.cache.WarmRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One warm-up on a thread of its own, and how far it has come. Safe for use by many threads. */
public final class WarmUpRun {

  private static final Logger LOGGER = LoggerFactory.getLogger(WarmUpRun.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final long number;
  private final CacheWarmers warmers;
  private final List<String> names;
  private final WarmRequest request;
  private final Thread thread;
  private final long began = System.nanoTime();
  private final Map<String, WarmReport.Part> parts = new TreeMap<>();
  private State state = State.RUNNING;
  private long took;

  /** What has become of it. */
  private enum State {
    RUNNING,
    DONE,
    INTERRUPTED,
    FAILED
  }

  /**
   * Prepares one.
   *
   * @throws IllegalArgumentException when there is no such warmer, or no such limit
   */
  WarmUpRun(long number, CacheWarmers warmers, Collection<String> names, WarmRequest request) {
    warmers.check(names, request);
    this.number = number;
    this.warmers = warmers;
    this.names = List.copyOf(names);
    this.request = request;
    this.thread = Thread.ofVirtual().name("cache-warm-up-" + number).unstarted(this::run);
    names.forEach(
        name -> parts.put(name, new WarmReport.Part(name, 0, 0, 0, List.of(), Duration.ZERO)));
  }

  /**
   * How far a run is.
   *
   * @param run counted from the start of the process
   * @param state {@code running}, {@code done}, {@code interrupted}, or {@code failed} as the log
   *     tells
   * @param total things there are, as far as is known
   */
  public record Status(
      long run, String state, long done, long failed, long total, long millis, List<Part> parts) {}

  /**
   * What one warmer has done.
   *
   * @param reasons why things could not be warmed, of the first thousand
   */
  public record Part(
      String warmer, long done, long failed, long total, List<String> reasons, long millis) {

    private static Part of(WarmReport.Part part) {
      return new Part(
          part.warmer(),
          part.done(),
          part.failed(),
          part.total(),
          part.reasons(),
          part.took().toMillis());
    }
  }

  long number() {
    return number;
  }

  void start() {
    thread.start();
  }

  /** Interrupts it, and waits a while for its end. */
  void end() {
    if (!running()) {
      return;
    }
    thread.interrupt();
    try {
      var _ = thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean running() {
    return state == State.RUNNING;
  }

  synchronized Status status() {
    List<Part> shown = parts.values().stream().map(Part::of).toList();
    return new Status(
        number,
        state.name().toLowerCase(Locale.ROOT),
        shown.stream().mapToLong(Part::done).sum(),
        shown.stream().mapToLong(Part::failed).sum(),
        shown.stream().mapToLong(Part::total).sum(),
        (state == State.RUNNING ? System.nanoTime() - began : took) / 1_000_000,
        shown);
  }

  private void run() {
    try {
      WarmReport report = warmers.warm(names, request, this::moved);
      report.parts().forEach(this::moved);
      LOGGER.info(
          "Warmed {} values in {} ms; {} could not be.",
          report.done(),
          report.took().toMillis(),
          report.failed());
      ended(Thread.interrupted() ? State.INTERRUPTED : State.DONE);
    } catch (RuntimeException | Error e) {
      ended(State.FAILED);
      LOGGER.warn("A warm-up failed", e);
    }
  }

  /** Warmers tell of their steps side by side: what comes late is not news. */
  private synchronized void moved(WarmReport.Part part) {
    parts.merge(
        part.warmer(),
        part,
        (before, now) ->
            now.done() + now.failed() < before.done() + before.failed() ? before : now);
  }

  private synchronized void ended(State end) {
    took = System.nanoTime() - began;
    state = end;
  }
}
