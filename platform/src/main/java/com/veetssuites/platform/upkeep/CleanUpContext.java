package com.veetssuites.platform.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;

/** What a {@link CleanUp} is given for one run. For use by the thread that runs it. */
public final class CleanUpContext {

  private final Instant now;
  private final Batches batches;
  private final LongConsumer progress;

  CleanUpContext(Instant now, Batches batches, LongConsumer progress) {
    this.now = now;
    this.batches = batches;
    this.progress = progress;
  }

  /** The moment before which everything is older than this. */
  public Instant before(Duration age) {
    return now.minus(age);
  }

  /**
   * Removes rows in batches, each in a transaction of its own, until there are no more.
   *
   * @param batch removes at most so many rows and returns how many; skips what others hold
   * @return how many all of them have removed
   */
  public long batches(IntUnaryOperator batch) throws InterruptedException {
    return batches.run(batch, progress);
  }

  /**
   * Tells how many things are removed by now: for what is not removed by {@link #batches}.
   *
   * @throws InterruptedException when the run is to stop
   */
  public void removed(long things) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Stopped after " + things + " things");
    }
    progress.accept(things);
  }
}
