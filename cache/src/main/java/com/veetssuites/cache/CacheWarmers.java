package com.veetssuites.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All warmers of a program. Safe for use by many threads. */
public final class CacheWarmers {

  private static final Logger LOGGER = LoggerFactory.getLogger(CacheWarmers.class);
  private static final Duration FLUSH = Duration.ofSeconds(30);

  private final TieredCaches caches;
  private final int parallelism;
  private final Map<String, CacheWarmer> warmers = new TreeMap<>();

  /**
   * The warmers.
   *
   * @param parallelism how many run at a time
   * @throws IllegalArgumentException when two have one name
   */
  public CacheWarmers(
      TieredCaches caches, Collection<? extends CacheWarmer> warmers, int parallelism) {
    this.caches = caches;
    this.parallelism = parallelism;
    for (CacheWarmer warmer : warmers) {
      if (this.warmers.put(warmer.name(), warmer) != null) {
        throw new IllegalArgumentException(
            "There are two cache warmers called '" + warmer.name() + "'.");
      }
    }
  }

  /** Them, by their names. */
  public List<CacheWarmer> all() {
    return List.copyOf(warmers.values());
  }

  /**
   * Refuses names that no warmer has.
   *
   * @throws IllegalArgumentException that lists those there are
   */
  public void check(Collection<String> names) {
    for (String name : names) {
      if (!warmers.containsKey(name)) {
        throw new IllegalArgumentException(
            "There is no cache warmer '%s'; there are: %s."
                .formatted(name, String.join(", ", warmers.keySet())));
      }
    }
  }

  /**
   * Refuses what {@link #warm} would refuse.
   *
   * @throws IllegalArgumentException when there is no warmer of a name, none of them has one of the
   *     limits, or a limit is none
   */
  public void check(Collection<String> names, WarmRequest request) {
    check(names);
    Set<String> limits = new TreeSet<>();
    names.forEach(name -> limits.addAll(of(name).limits().keySet()));
    for (String limit : request.limits().keySet()) {
      if (!limits.contains(limit)) {
        throw new IllegalArgumentException(
            "There is no limit '%s' for %s; there are%s."
                .formatted(
                    limit,
                    String.join(", ", names),
                    limits.isEmpty() ? " none" : ": " + String.join(", ", limits)));
      }
    }
    names.forEach(name -> of(name).check(request));
  }

  /** Runs all warmers to their ends. */
  public WarmReport warm(WarmRequest request) {
    return warm(warmers.keySet(), request, part -> {});
  }

  /**
   * Runs the warmers of these names to their ends. A warmer that throws is reported and does not
   * stop the others; an interrupt stops all.
   *
   * @param listener told of every step, by many threads
   * @throws IllegalArgumentException when there is no warmer of a name, none of them has one of the
   *     limits, or a limit is none
   */
  public WarmReport warm(
      Collection<String> names, WarmRequest request, Consumer<WarmReport.Part> listener) {
    check(names, request);
    long began = System.nanoTime();
    var running = new Semaphore(parallelism);
    List<WarmProgress> progress = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      var own = new WarmProgress(name, listener);
      progress.add(own);
      threads.add(
          Thread.ofVirtual()
              .name("cache-warmer-" + name)
              .start(() -> run(of(name), request, own, running)));
    }
    await(threads, progress);
    caches.flush(FLUSH);
    return new WarmReport(
        progress.stream().map(WarmProgress::part).toList(),
        Duration.ofNanos(System.nanoTime() - began));
  }

  private CacheWarmer of(String name) {
    CacheWarmer warmer = warmers.get(name);
    if (warmer == null) {
      throw new IllegalArgumentException("There is no cache warmer '" + name + "'.");
    }
    return warmer;
  }

  private static void run(
      CacheWarmer warmer, WarmRequest request, WarmProgress progress, Semaphore running) {
    try {
      running.acquire();
      try {
        warmer.warm(request, progress);
      } finally {
        running.release();
      }
    } catch (InterruptedException | WarmProgress.Stopped e) {
      progress.failed(warmer.name(), "it was interrupted");
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOGGER.warn("Warming {} failed: {}", warmer.name(), e.toString());
      progress.failed(warmer.name(), String.valueOf(e.getMessage()));
    }
  }

  private static void await(List<Thread> threads, List<WarmProgress> progress) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          progress.forEach(WarmProgress::stop); // an interrupt can be overlooked
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
