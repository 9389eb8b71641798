package com.veetssuites.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.task.WorkerProcess.Work;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Three worker processes, of which one is killed again and again, and a database that is killed and
 * restarted under them.
 *
 * <p>The invariants: every task has succeeded; what was run more than once was in flight when its
 * worker was killed or the database was away; nothing is stuck; the registry has those alone that
 * live. {@code -Dveets.seed} replays the choices of a run, {@code -Dveets.mutants=true} is the long
 * one.
 */
@Timeout(420)
class KilledWorkersTest {

  private static final boolean LONG = Boolean.getBoolean("veets.mutants");
  private static final int TASKS = LONG ? 10_000 : 2_000;
  private static final int KILLS = LONG ? 20 : 5;
  private static final int WORKERS = 3;
  private static final long SEED =
      Long.getLong("veets.seed", ThreadLocalRandom.current().nextLong(1 << 30));

  /** From the end of a run to its acknowledgement, on a machine that is busy. */
  private static final Duration UNWRITTEN = Duration.ofSeconds(3);

  /** A statement that a process has sent is run, even if the process is killed meanwhile. */
  private static final Duration ARRIVING = Duration.ofSeconds(1);

  /** A time at which work was lost: of one process, or of all. */
  private record Loss(Instant from, Instant until, @Nullable Long process) {}

  private record Run(int number, long process, Instant from, @Nullable Instant until) {}

  private final List<Loss> losses = new ArrayList<>();
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final Random random = new Random(SEED);

  @Test
  void a_killed_worker_and_a_killed_database_lose_nothing(@TempDir Path folder) throws Exception {
    System.out.printf("KilledWorkersTest: -Dveets.seed=%d%n", SEED);
    try (var postgres = new RestartingPostgres(folder)) {
      var database = new PGSimpleDataSource();
      database.setUrl(postgres.url());
      try (var test = new TestTasks(database, WorkerProcess.type(database))) {
        try {
          test.execute(WorkerProcess.RUNS);
          for (int i = 0; i < WORKERS; i++) {
            workers.add(WorkerProcess.start(postgres.url(), "worker-" + i));
          }
          test.tasks.enqueueAll(
              IntStream.range(0, TASKS).mapToObj(i -> new Work(i, 20 + i % 60)).toList());
          disturb(test, postgres);
          TestTasks.await(
              "every task to end",
              Duration.ofSeconds(120),
              () -> test.count("SELECT count(*) FROM tasks") == 0);
          check(test);
          for (WorkerProcess worker : workers) {
            worker.close();
          }
          assertThat(test.control.workers()).as("who stops leaves").isEmpty();
        } finally {
          workers.forEach(WorkerProcess::kill);
        }
      }
    }
  }

  private void disturb(TestTasks test, RestartingPostgres postgres) {
    for (int kill = 1; kill <= KILLS; kill++) {
      long ended = (long) TASKS * kill / (KILLS + 1);
      TestTasks.await(
          ended + " tasks to end",
          Duration.ofSeconds(60),
          () -> test.count("SELECT count(*) FROM task_results") >= ended);
      LockSupport.parkNanos(random.nextInt(50_000_000));
      if (kill == KILLS / 3) {
        restart(test, postgres, true);
      } else if (kill == 2 * KILLS / 3) {
        restart(test, postgres, false);
      }
      int victim = random.nextInt(WORKERS);
      WorkerProcess worker = workers.get(victim);
      Instant from = Instant.now();
      worker.kill();
      losses.add(new Loss(from, Instant.now(), worker.pid()));
      workers.set(victim, WorkerProcess.start(postgres.url(), "worker-" + victim + "-" + kill));
    }
  }

  private void restart(TestTasks test, RestartingPostgres postgres, boolean killed) {
    Instant from = Instant.now();
    postgres.restart(killed);
    test.source.getHikariPoolMXBean().softEvictConnections();
    losses.add(new Loss(from, Instant.now(), null));
  }

  private void check(TestTasks test) throws SQLException {
    assertThat(test.count("SELECT count(*) FROM task_results WHERE state = 'SUCCEEDED'"))
        .isEqualTo(TASKS);
    assertThat(test.count("SELECT count(DISTINCT number) FROM runs WHERE ended_at IS NOT NULL"))
        .as("tasks of which a run came to its end")
        .isEqualTo(TASKS);
    List<Run> again = runsButTheLast(test);
    System.out.printf(
        "KilledWorkersTest: %d tasks, %d kills, %d restarts, %d runs again%n",
        TASKS, KILLS, losses.stream().filter(loss -> loss.process() == null).count(), again.size());
    assertThat(again.stream().filter(run -> !wasLost(run)))
        .as("seed %d: what ran again without one of %s", SEED, losses)
        .isEmpty();
    assertThat(again.size()).as("something was in flight").isPositive();
    TestTasks.await(
        "the dead to be buried",
        Duration.ofSeconds(30),
        () -> test.control.workers().size() == WORKERS);
  }

  private boolean wasLost(Run run) {
    return losses.stream()
        .anyMatch(loss ->
            (loss.process() == null || loss.process() == run.process())
                && !loss.until().plus(ARRIVING).isBefore(run.from())
                && (run.until() == null || !loss.from().isAfter(run.until().plus(UNWRITTEN))));
  }

  /**
   * Of each task that has run more than once all runs but the last. Not of those whose handler has
   * failed, as it does on a connection that a restart has ended: the try after it is a retry.
   */
  private static List<Run> runsButTheLast(TestTasks test) throws SQLException {
    String select =
        """
        SELECT number, process, started_at, ended_at
          FROM (SELECT runs.*, lead(id) OVER (PARTITION BY number ORDER BY id) AS next
                  FROM runs) AS runs
         WHERE next IS NOT NULL
           AND NOT EXISTS (
               SELECT
                 FROM task_results
                WHERE result::integer = number
                  AND jsonb_array_length(failures) > 0)
        """;
    List<Run> runs = new ArrayList<>();
    try (Connection connection = test.source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        OffsetDateTime until = rows.getObject(4, OffsetDateTime.class);
        runs.add(
            new Run(
                rows.getInt(1),
                rows.getLong(2),
                rows.getObject(3, OffsetDateTime.class).toInstant(),
                until == null ? null : until.toInstant()));
      }
    }
    return runs;
  }
}
