package com.veetssuites.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls that begin at one moment, each in a thread of its own. */
public final class Together {

  private Together() {}

  /** The results of one call made so many times at once. */
  public static <T> List<T> times(int times, Callable<T> call) throws Exception {
    return all(Collections.nCopies(times, call));
  }

  /**
   * The results of the calls, in their order.
   *
   * @throws java.util.concurrent.ExecutionException when one of them throws; the others have ended
   */
  public static <T> List<T> all(List<Callable<T>> calls) throws Exception {
    var start = new CyclicBarrier(calls.size());
    List<Callable<T>> waiting = new ArrayList<>();
    for (Callable<T> call : calls) {
      waiting.add(() -> {
        start.await();
        return call.call();
      });
    }
    List<T> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> result : threads.invokeAll(waiting)) {
        results.add(result.get());
      }
    }
    return results;
  }
}
