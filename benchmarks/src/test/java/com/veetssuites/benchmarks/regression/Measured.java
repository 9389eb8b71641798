package com.veetssuites.benchmarks.regression;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Time and memory of pieces of work, each relative to another of the same run. Rounds of both are
 * interleaved and the medians of many short ones taken, so that what else the machine does hits
 * both alike or falls out.
 */
final class Measured {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 15;
  private static final long WARM_UP_NANOS = 4_000_000_000L;
  private static final long ROUND_NANOS = 200_000_000L;

  private Measured() {}

  /** A piece of work, done as often as is told. */
  @FunctionalInterface
  interface Work {
    void times(int count) throws Exception;
  }

  /**
   * How long one piece takes, as a part of what another takes.
   *
   * @param batch how many are done between two looks at the clock
   */
  static double timeRatio(int batch, Work work, Work base) throws Exception {
    warmUp(batch, work);
    warmUp(batch, base);
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      double one = nanos(batch, work);
      ratios[i] = one / nanos(batch, base);
    }
    return median(ratios);
  }

  /** Bytes that this process allocates for one piece of work, in whichever thread. */
  static double bytes(int batch, Work work) throws Exception {
    warmUp(batch, work);
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      // Of all threads, carriers of virtual ones and ended ones too.
      long before = THREADS.getTotalThreadAllocatedBytes();
      work.times(batch);
      rounds[i] = (THREADS.getTotalThreadAllocatedBytes() - before) / (double) batch;
    }
    return Math.rint(median(rounds));
  }

  private static void warmUp(int batch, Work work) throws Exception {
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      work.times(batch);
    }
  }

  private static double nanos(int batch, Work work) throws Exception {
    long began = System.nanoTime();
    long done = 0;
    long now;
    do {
      work.times(batch);
      done += batch;
      now = System.nanoTime();
    } while (now - began < ROUND_NANOS);
    return (now - began) / (double) done;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
