package com.veetssuites.benchmarks.tasks;

import com.veetssuites.benchmarks.tasks.TaskBench.Nothing;
import com.veetssuites.task.TaskListener;
import com.veetssuites.task.TaskSignals;
import com.veetssuites.task.TaskWorker;
import com.veetssuites.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * How many tasks a second are enqueued and run, beside the same work by hand and by db-scheduler as
 * it comes, in rounds that are interleaved; and how long a committed task waits for its start.
 */
public final class TaskBenchmark {

  private static final int TASKS = 100_000;
  private static final int SINGLES = 4_000;
  private static final int CLIENTS = 8;
  private static final int MILLION = 1_000_000;

  /** Cheap, as it is asked while the tasks run. */
  private static final String LEFT =
      """
      SELECT count(*)
        FROM (SELECT FROM tasks WHERE worker IS NOT NULL LIMIT 1) AS running
        FULL JOIN (SELECT FROM tasks WHERE queue = 'default' AND priority = 1 AND worker IS NULL AND run_at <= now() LIMIT 1) AS due
          ON true
      """;

  private final TaskBench bench;
  private final Peers peers;
  private final Map<String, List<Double>> results = new LinkedHashMap<>();

  private TaskBenchmark(TaskBench bench) throws Exception {
    this.bench = bench;
    this.peers = new Peers(bench);
  }

  public static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    try (TaskBench bench = TaskBench.create()) {
      var benchmark = new TaskBenchmark(bench);
      if (rounds > 0) {
        benchmark.warmUp();
      }
      for (int round = 1; round <= rounds; round++) {
        System.err.println("round " + round);
        benchmark.round();
      }
      if (rounds > 0) {
        benchmark.print();
      }
      new StartBenchmark(bench).run();
    }
  }

  private void warmUp() throws Exception {
    round();
    results.clear();
  }

  private void round() throws Exception {
    clear();
    measure("enqueue, one at a time, bare INSERT", "1/s", () -> peers.insert(1, SINGLES));
    measure("enqueue, one at a time", "1/s", () -> enqueue(bench.tasks, 1, SINGLES));
    measure(
        "enqueue, %d clients, bare INSERT".formatted(CLIENTS),
        "1/s",
        () -> peers.insert(CLIENTS, SINGLES));
    try (var silent = new TaskSignals(bench.application, false)) {
      var tasks =
          new Tasks(
              bench.application, bench.types, silent, new TaskListener() {}, Clock.systemUTC());
      measure(
          "enqueue, %d clients, without NOTIFY".formatted(CLIENTS),
          "1/s",
          () -> enqueue(tasks, CLIENTS, SINGLES));
    }
    measure(
        "enqueue, %d clients".formatted(CLIENTS),
        "1/s",
        () -> enqueue(bench.tasks, CLIENTS, SINGLES));
    clear();
    measure("enqueueAll, %,d in one call".formatted(TASKS), "1/s", this::enqueueAll);
    measure("run, results stored", "1/s", this::drain);
    clear();
    peers.fill(TASKS);
    measure("raw batches of SKIP LOCKED, no results", "1/s", () -> peers.drainRaw(TASKS));
    peers.fillDbScheduler(TASKS / 5);
    measure(
        "db-scheduler, lock and fetch, no results", "1/s", () -> peers.drainDbScheduler(TASKS / 5));
    clear();
    bench.execute(
        """
        INSERT INTO tasks (id, queue, type, priority, run_at, payload)
        SELECT gen_random_uuid(), 'default', 'nothing', 1, now() + interval '1 day' + number * interval '1 ms', '{"number":1}'
          FROM generate_series(1, %d) AS number
        """
            .formatted(MILLION));
    enqueueAll();
    measure("run, results stored, a million delayed beside", "1/s", this::drain);
    clear();
  }

  private void clear() throws Exception {
    bench.execute("TRUNCATE tasks, task_results, task_keys");
  }

  private void measure(String what, String unit, Callable<Double> work) throws Exception {
    double value = work.call();
    System.err.printf(Locale.ROOT, "  %s: %,.0f %s%n", what, value, unit);
    results.computeIfAbsent(what, key -> new ArrayList<>()).add(value);
  }

  private double enqueue(Tasks tasks, int clients, int each) throws Exception {
    return Peers.together(clients, each, number -> tasks.enqueue(new Nothing(number)));
  }

  private double enqueueAll() {
    List<Nothing> batch = new ArrayList<>(TASKS);
    for (int i = 0; i < TASKS; i++) {
      batch.add(new Nothing(i));
    }
    long began = System.nanoTime();
    bench.tasks.enqueueAll(batch);
    return TASKS * 1e9 / (System.nanoTime() - began);
  }

  /** From the start of a worker until the last result is stored. */
  private double drain() throws Exception {
    long began = System.nanoTime();
    try (TaskWorker worker = bench.worker(Map.of("default", TaskBench.THREADS))) {
      while (bench.number(LEFT) > 0) {
        Thread.sleep(Duration.ofMillis(100));
      }
      double perSecond = TASKS * 1e9 / (System.nanoTime() - began);
      long stored = bench.number("SELECT count(*) FROM task_results WHERE state = 'SUCCEEDED'");
      if (stored != TASKS) {
        throw new IllegalStateException("%d of %d results".formatted(stored, TASKS));
      }
      return perSecond;
    }
  }

  private void print() {
    System.out.println("| tasks a second (median of the rounds) | |");
    System.out.println("|---|---|");
    results.forEach((what, values) -> {
      double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();
      System.out.printf(Locale.ROOT, "| %s | %,.0f |%n", what, sorted[sorted.length / 2]);
    });
  }
}
