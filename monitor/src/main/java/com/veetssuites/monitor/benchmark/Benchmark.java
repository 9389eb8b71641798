package com.veetssuites.monitor.benchmark;

import com.veetssuites.monitor.benchmark.BenchmarkResult.Machine;
import com.veetssuites.monitor.benchmark.BenchmarkResult.Skipped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Does each step as often as it is told, and says how long that took; one run at a time, on a
 * thread of its own, so that nothing of it belongs to a request. Safe for many threads.
 */
public final class Benchmark {

  public static final int MOST_ROUNDS = 10_000;

  /** What all steps together may take; each has an equal part of what is left. */
  public static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  /** The first rounds are slower than the others ever will be, and not counted. */
  private static final int MOST_WARMING = 20;

  private final String node;
  private final List<Step.Source> sources;
  private final Clock clock;
  private final Duration timeLimit;
  private final AtomicBoolean running = new AtomicBoolean();

  public Benchmark(String node, List<Step.Source> sources, Clock clock) {
    this(node, sources, clock, TIME_LIMIT);
  }

  Benchmark(String node, List<Step.Source> sources, Clock clock, Duration timeLimit) {
    this.node = node;
    this.sources = List.copyOf(sources);
    this.clock = clock;
    this.timeLimit = timeLimit;
  }

  /**
   * Runs it.
   *
   * @param rounds of each step, from 1 to {@value #MOST_ROUNDS}
   * @return null when another run is under way
   * @throws IllegalArgumentException for another number of rounds
   */
  public @Nullable BenchmarkResult run(int rounds) throws InterruptedException {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          "A benchmark has 1 to %d rounds, not %d.".formatted(MOST_ROUNDS, rounds));
    }
    if (!running.compareAndSet(false, true)) {
      return null;
    }
    CompletableFuture<BenchmarkResult> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform().daemon().name("benchmark").start(() -> complete(result, rounds));
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The benchmark failed", e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    }
  }

  private void complete(CompletableFuture<BenchmarkResult> result, int rounds) {
    try {
      BenchmarkResult measured = measure(rounds);
      running.set(false);
      result.complete(measured);
    } catch (RuntimeException | Error e) {
      running.set(false);
      result.completeExceptionally(e);
    }
  }

  private BenchmarkResult measure(int rounds) {
    List<Measurement> measurements = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    List<Step> steps = sources.stream().flatMap(source -> source.steps().stream()).toList();
    long end = System.nanoTime() + timeLimit.toNanos();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      long now = System.nanoTime();
      try {
        String obstacle = step.obstacle().get();
        if (obstacle != null) {
          skipped.add(new Skipped(step.name(), obstacle));
          continue;
        }
        long[] times = times(step.round(), rounds, now + (end - now) / (steps.size() - i));
        measurements.add(Measurement.of(step.name(), times));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        skipped.add(new Skipped(step.name(), "The run was ended."));
        break;
      } catch (Exception e) {
        skipped.add(new Skipped(step.name(), "It failed: " + e.getMessage()));
      }
    }
    return new BenchmarkResult(
        BenchmarkResult.SCHEMA,
        clock.instant(),
        node,
        rounds,
        Machine.here(),
        measurements,
        skipped);
  }

  /** One round at least, and no other begins after the end. */
  private static long[] times(Step.Round round, int rounds, long end) throws Exception {
    for (int i = Math.min(MOST_WARMING, rounds / 5); i > 0 && end - System.nanoTime() > 0; i--) {
      round.time();
    }
    long[] times = new long[rounds];
    int done = 0;
    while (done < rounds && (done == 0 || end - System.nanoTime() > 0)) {
      times[done++] = round.time();
    }
    return Arrays.copyOf(times, done);
  }
}
