package com.veetssuites.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How far a warmer has come. Safe for use by many threads. */
public final class WarmProgress {

  /** More reasons than this are counted only. */
  private static final int MOST_REASONS = 1_000;

  private static final int LONGEST_REASON = 500;

  private final String warmer;
  private final Consumer<WarmReport.Part> listener;
  private final long began = System.nanoTime();
  private final List<String> reasons = new ArrayList<>();
  private long total;
  private long done;
  private long failed;
  private volatile boolean stopped;

  WarmProgress(String warmer, Consumer<WarmReport.Part> listener) {
    this.warmer = warmer;
    this.listener = listener;
  }

  /** So many things are to be done, as far as is known. */
  public void total(long things) {
    synchronized (this) {
      total = things;
    }
    listener.accept(part());
  }

  /** One thing more is done; a warm-up that was interrupted ends here. */
  public void done() {
    synchronized (this) {
      done++;
    }
    listener.accept(part());
    goOn();
  }

  /** One thing could not be done, for this reason; the others go on. */
  public void failed(String thing, String reason) {
    synchronized (this) {
      failed++;
      if (reasons.size() < MOST_REASONS) {
        String text = thing + ": " + reason;
        reasons.add(text.substring(0, Math.min(text.length(), LONGEST_REASON)));
      }
    }
    listener.accept(part());
  }

  /**
   * Warms one thing and counts it.
   *
   * @param thing what it is called where it fails
   * @param work what it throws is told as the reason; the others go on
   */
  public void attempt(String thing, Runnable work) {
    goOn();
    try {
      work.run();
    } catch (RuntimeException e) {
      goOn(); // what an interrupt broke has not failed
      failed(thing, String.valueOf(e.getMessage()));
      return;
    }
    done();
  }

  /** Ends the warmer at its next step. */
  void stop() {
    stopped = true;
  }

  private void goOn() {
    if (stopped) {
      throw new Stopped();
    }
  }

  /** What there is to say so far. */
  synchronized WarmReport.Part part() {
    return new WarmReport.Part(
        warmer,
        done,
        failed,
        Math.max(total, done + failed),
        List.copyOf(reasons),
        Duration.ofNanos(System.nanoTime() - began));
  }

  /** The warm-up was interrupted. */
  static final class Stopped extends RuntimeException {
    Stopped() {
      super("The warm-up was interrupted.");
    }
  }
}
