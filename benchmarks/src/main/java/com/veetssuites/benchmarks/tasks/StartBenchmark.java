package com.veetssuites.benchmarks.tasks;

import com.veetssuites.benchmarks.tasks.TaskBench.Ping;
import com.veetssuites.benchmarks.tasks.TaskBench.Slow;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import com.veetssuites.task.TaskWorker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long a committed task waits for its start: idle, flooded, in another process, after a kill.
 */
final class StartBenchmark {

  private static final int SAMPLES = 400;
  private static final int FLOOD = 100_000;
  private static final int PAUSE = 15;
  private static final int WARM_UP = 100;

  private final TaskBench bench;
  private final TaskControl control;

  StartBenchmark(TaskBench bench) {
    this.bench = bench;
    this.control = new TaskControl(bench.application, bench.signals);
  }

  void run() throws Exception {
    System.out.println();
    System.out.println("| from the commit to the start, ms | p50 | p99 |");
    System.out.println("|---|---|---|");
    bench.execute("TRUNCATE tasks, task_results");
    try (TaskWorker worker = bench.worker(Map.of("pings", 4))) {
      pings(WARM_UP);
      print("idle worker of the same process", pings(SAMPLES));
    }
    try (TaskWorker worker = bench.worker(Map.of("pings", 4, "slow", 4))) {
      bench.tasks.enqueueAll(Collections.nCopies(FLOOD, new Slow(20)));
      pings(WARM_UP);
      print("the same, %,d slow tasks in another queue".formatted(FLOOD), pings(SAMPLES));
    }
    bench.execute("TRUNCATE tasks, task_results");
    Process other = other("pings");
    try {
      awaitWorkers(1);
      remote(WARM_UP);
      print("idle worker of another process", remote(SAMPLES));
    } finally {
      other.destroy();
      other.waitFor();
    }
    recovery();
  }

  private long[] pings(int count) throws InterruptedException {
    long[] waits = new long[count];
    for (int i = 0; i < count; i++) {
      var started = new CountDownLatch(1);
      bench.pinged = started;
      var _ = bench.tasks.enqueue(new Ping(i));
      long committed = System.nanoTime();
      if (!started.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("A task did not start within 30 s");
      }
      waits[i] = Math.max(0, bench.pingedAt - committed) / 1_000;
      Thread.sleep(PAUSE);
    }
    return waits;
  }

  private long[] remote(int count) throws InterruptedException {
    long[] committed = new long[count];
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(bench.tasks.enqueue(new Ping(i)));
      committed[i] = TaskBench.micros();
      Thread.sleep(PAUSE);
    }
    long[] waits = new long[count];
    for (int i = 0; i < count; i++) {
      waits[i] = Math.max(0, started(ids.get(i)) - committed[i]);
    }
    return waits;
  }

  private long started(TaskId id) throws InterruptedException {
    while (true) {
      Optional<TaskStatus> task = control.find(id);
      if (task.isPresent() && task.get().state() == TaskState.SUCCEEDED) {
        return Objects.requireNonNull(task.get().result(Long.class));
      }
      Thread.sleep(50);
    }
  }

  /** A worker is killed while it runs a task: how long until another one has begun it again. */
  private void recovery() throws Exception {
    Process first = other("slow");
    awaitWorkers(1);
    TaskId id = bench.tasks.enqueue(new Slow(60_000));
    while (control.find(id).orElseThrow().state() != TaskState.RUNNING) {
      Thread.sleep(20);
    }
    Process second = other("slow");
    awaitWorkers(2);
    first.destroyForcibly();
    long killed = System.nanoTime();
    while (control.find(id).orElseThrow().attempt() < 2) {
      Thread.sleep(20);
    }
    System.out.println();
    System.out.printf(
        Locale.ROOT,
        "A task of a killed worker (kill -9) runs elsewhere after %.1f s.%n",
        (System.nanoTime() - killed) / 1e9);
    second.destroyForcibly();
  }

  private void awaitWorkers(int count) throws InterruptedException {
    while (control.workers().size() < count) {
      Thread.sleep(50);
    }
  }

  private Process other(String queue) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-jar",
            System.getProperty("java.class.path"),
            "tasks-worker",
            bench.jdbcUrl(),
            queue)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void print(String what, long[] waits) {
    Arrays.sort(waits);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f |%n",
        what,
        waits[waits.length / 2] / 1e3,
        waits[waits.length * 99 / 100] / 1e3);
  }
}
