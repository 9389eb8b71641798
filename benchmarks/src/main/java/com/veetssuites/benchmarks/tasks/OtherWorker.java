package com.veetssuites.benchmarks.tasks;

import com.veetssuites.task.TaskWorker;
import java.util.Map;

/** A worker in a process of its own, until it is ended. */
public final class OtherWorker {

  private OtherWorker() {}

  public static void main(String... arguments) throws Exception {
    TaskBench bench = TaskBench.beside(arguments[0]);
    TaskWorker worker = bench.worker(Map.of(arguments[1], 4));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              worker.close();
              bench.close();
            }));
    Thread.currentThread().join();
  }
}
