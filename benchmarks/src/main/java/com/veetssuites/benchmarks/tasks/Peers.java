package com.veetssuites.benchmarks.tasks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The same work without a task layer, and by another one. */
final class Peers {

  private static final int BATCH = 500;

  private final TaskBench bench;

  Peers(TaskBench bench) throws SQLException {
    this.bench = bench;
    bench.execute(
        """
        CREATE TABLE raw_tasks (
            id bigint PRIMARY KEY, queue text NOT NULL, priority smallint NOT NULL, run_at timestamptz NOT NULL, payload text NOT NULL)
        """);
    bench.execute("CREATE INDEX ON raw_tasks (queue, priority, run_at)");
    bench.execute(
        """
        CREATE TABLE bare_tasks (
            id uuid PRIMARY KEY, queue text NOT NULL, type text NOT NULL, priority smallint NOT NULL, run_at timestamptz NOT NULL,
            payload text NOT NULL, enqueued_at timestamptz NOT NULL DEFAULT clock_timestamp())
        """);
    bench.execute("CREATE INDEX ON bare_tasks (queue, priority, run_at)");
    // The table of db-scheduler's documentation for PostgreSQL.
    bench.execute(
        """
        CREATE TABLE scheduled_tasks (
            task_name text NOT NULL, task_instance text NOT NULL, task_data bytea, execution_time timestamptz NOT NULL,
            picked boolean NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,
            consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
            PRIMARY KEY (task_name, task_instance))
        """);
    bench.execute("CREATE INDEX ON scheduled_tasks (execution_time)");
    bench.execute("CREATE INDEX ON scheduled_tasks (last_heartbeat)");
  }

  interface Numbered {
    void accept(int number) throws Exception;
  }

  /** How often a second so many clients do something. */
  static double together(int clients, int each, Numbered work) throws Exception {
    try (var executor = Executors.newFixedThreadPool(clients)) {
      long began = System.nanoTime();
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        all.add(
            executor.submit(() -> {
              for (int number = 0; number < each / clients; number++) {
                work.accept(number);
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return (double) each / clients * clients * 1e9 / (System.nanoTime() - began);
    }
  }

  /** One INSERT of a row like a task's, a connection of the pool and a commit each. */
  double insert(int clients, int each) throws Exception {
    bench.execute("TRUNCATE bare_tasks");
    return together(
        clients,
        each,
        number -> {
          try (Connection connection = bench.application.getConnection();
              PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO bare_tasks (id, queue, type, priority, run_at, payload) VALUES (?, 'default', 'nothing', 1, now(), ?)")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, "{\"number\":" + number + "}");
            insert.executeUpdate();
          }
        });
  }

  void fill(int count) throws SQLException {
    bench.execute("TRUNCATE raw_tasks");
    bench.execute(
        """
        INSERT INTO raw_tasks
        SELECT number, 'default', 1, now(), '{"number":1}'
          FROM generate_series(1, %d) AS number
        """
            .formatted(count));
  }

  /** The most that this database gives: whoever takes a batch has deleted it. */
  double drainRaw(int count) throws Exception {
    var left = new AtomicInteger(count);
    long began = System.nanoTime();
    together(
        TaskBench.THREADS,
        TaskBench.THREADS,
        client -> {
          while (left.get() > 0) {
            try (Connection connection = bench.application.getConnection();
                PreparedStatement delete =
                    connection.prepareStatement(
                        """
                        DELETE FROM raw_tasks
                         WHERE id = ANY (ARRAY(
                               SELECT id
                                 FROM raw_tasks
                                WHERE queue = 'default'
                                  AND priority = 1
                                  AND run_at <= now()
                                ORDER BY run_at
                                LIMIT ?
                                  FOR UPDATE SKIP LOCKED))
                        RETURNING payload
                        """)) {
              delete.setInt(1, BATCH);
              try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                  left.decrementAndGet();
                }
              }
            }
          }
        });
    return count * 1e9 / (System.nanoTime() - began);
  }

  void fillDbScheduler(int count) throws SQLException {
    bench.execute("TRUNCATE scheduled_tasks");
    bench.execute(
        """
        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
        SELECT 'nothing', number::text, now(), false, 1, 1
          FROM generate_series(1, %d) AS number
        """
            .formatted(count));
  }

  double drainDbScheduler(int count) throws Exception {
    var done = new AtomicInteger();
    OneTimeTask<Void> nothing =
        Tasks.oneTime("nothing").execute((instance, context) -> done.incrementAndGet());
    Scheduler scheduler =
        Scheduler.create(bench.application, nothing)
            .threads(TaskBench.THREADS)
            .pollUsingLockAndFetch(4, 20)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    long began = System.nanoTime();
    scheduler.start();
    while (bench.number("SELECT count(*) FROM (SELECT FROM scheduled_tasks LIMIT 1) AS remaining")
        > 0) {
      Thread.sleep(100);
    }
    double perSecond = count * 1e9 / (System.nanoTime() - began);
    scheduler.stop();
    return perSecond;
  }
}
