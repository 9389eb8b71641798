package com.veetssuites.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.task.WorkerProcess.Work;
import com.veetssuites.task.postgres.TaskRows.WorkerRow;
import com.veetssuites.testing.FaultyProxy;
import com.veetssuites.testing.FaultyProxy.Direction;
import com.veetssuites.testing.PostgresExtension;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A worker that is silent is taken for dead and its tasks run elsewhere; what it says later changes
 * nothing, and it enters anew. A database that is away kills nobody.
 */
@Timeout(180)
class LostWorkerTest {

  @Test
  void what_a_frozen_worker_says_when_it_thaws_changes_nothing_and_it_enters_anew()
      throws Exception {
    String url = PostgresExtension.createDatabase();
    var database = new PGSimpleDataSource();
    database.setUrl(url);
    try (var test = new TestTasks(database, WorkerProcess.type(database))) {
      test.execute(WorkerProcess.RUNS);
      WorkerProcess frozen = WorkerProcess.start(url, "frozen");
      WorkerProcess other = null;
      try {
        // As many as it runs at once: they are in its hands when it freezes, and about to end.
        List<TaskId> ids =
            test.tasks.enqueueAll(
                IntStream.range(0, WorkerProcess.CONCURRENCY)
                    .mapToObj(i -> new Work(i, 1_500))
                    .toList());
        TestTasks.await(
            "all to run",
            () -> test.count("SELECT count(*) FROM runs") == WorkerProcess.CONCURRENCY);
        frozen.freeze();
        long first = test.control.workers().getFirst().id();

        other = WorkerProcess.start(url, "other");
        TestTasks.await(
            "the other one to bury it",
            Duration.ofSeconds(60),
            () -> test.control.workers().stream().noneMatch(each -> each.id() == first));
        // What it had runs again, and is held by the other one when the frozen one comes back.
        TestTasks.await(
            "all to run again",
            () -> test.count("SELECT count(*) FROM runs") == 2 * WorkerProcess.CONCURRENCY);
        String claims = "SELECT sum(extract(epoch FROM claimed_at) * 1000000) FROM tasks";
        long before = test.count(claims);
        frozen.thaw();
        TestTasks.await(
            "its handlers to end",
            () ->
                test.count(
                            "SELECT count(*) FROM runs WHERE ended_at IS NOT NULL AND process = "
                                + frozen.pid())
                        > 0
                    || test.count("SELECT count(*) FROM task_results") > 0
                    || test.count(claims) != before);
        for (TaskId id : ids) {
          TaskStatus ended = test.ended(id);
          assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
          assertThat(ended.attempt()).as("the try of the other one").isEqualTo(2);
          assertThat(ended.failures()).isNull();
        }
        // Each has ended when the other one was through with it, and not before.
        String early =
            """
            SELECT count(*)
              FROM task_results
              JOIN runs ON runs.number = task_results.result::integer
             WHERE process = %d
               AND coalesce(ended_at > finished_at, true)
            """
                .formatted(other.pid());
        assertThat(test.count(early)).isZero();
        TestTasks.await("it to enter anew", () -> names(test).equals(Set.of("frozen", "other")));
        assertThat(test.control.workers()).extracting(WorkerRow::id).doesNotContain(first);
        // And it works again: both have something to do.
        test.tasks.enqueueAll(IntStream.range(100, 200).mapToObj(i -> new Work(i, 50)).toList());
        TestTasks.await(
            "all to end",
            () -> test.count("SELECT count(*) FROM task_results") == ids.size() + 100);
        assertThat(test.count("SELECT count(DISTINCT process) FROM runs WHERE number >= 100"))
            .isEqualTo(2);
        assertThat(test.count("SELECT count(*) FROM runs WHERE number >= 100")).isEqualTo(100);
      } finally {
        frozen.kill();
        if (other != null) {
          other.kill();
        }
      }
    }
  }

  private static Set<String> names(TestTasks test) {
    return test.control.workers().stream().map(WorkerRow::name).collect(Collectors.toSet());
  }

  /** Two workers in this process whose way to the database can be cut. */
  private static final class Behind implements AutoCloseable {

    final FaultyProxy proxy;
    private final HikariDataSource pool;
    private final TaskSignals signals;
    private final List<TaskWorker> workers;

    Behind(PGSimpleDataSource database, TaskTypes types) throws SQLException {
      proxy = FaultyProxy.to(database.getPortNumbers()[0]);
      var through = new PGSimpleDataSource();
      through.setUrl(database.getURL());
      through.setPortNumbers(new int[] {proxy.port()});
      through.setUser(database.getUser());
      var config = new HikariConfig();
      config.setDataSource(through);
      config.setMaximumPoolSize(20);
      config.setMinimumIdle(0);
      config.setConnectionTimeout(1_000);
      config.setInitializationFailTimeout(-1);
      pool = new HikariDataSource(config);
      signals = new TaskSignals(pool, true);
      workers =
          IntStream.range(0, 2)
              .mapToObj(i ->
                  new TaskWorker(
                      TestTasks.settings("behind-" + i, Map.of("default", 4)),
                      types,
                      pool,
                      signals,
                      List.of(),
                      new TaskListener() {},
                      Clock.systemUTC()))
              .toList();
      workers.forEach(TaskWorker::start);
    }

    @Override
    public void close() {
      proxy.heal();
      workers.forEach(TaskWorker::close);
      signals.close();
      pool.close();
      proxy.close();
    }
  }

  @Test
  void workers_wait_for_a_database_that_is_away_and_nobody_is_taken_for_dead_after_it()
      throws Exception {
    outage(FaultyProxy::cut, 8);
  }

  @Test
  void workers_wait_for_a_database_that_does_not_answer() throws Exception {
    outage(proxy -> proxy.cut(Direction.TO_CLIENT), 8);
  }

  private static void outage(java.util.function.Consumer<FaultyProxy> cut, int heartbeats)
      throws Exception {
    var database = new PGSimpleDataSource();
    database.setUrl(PostgresExtension.createDatabase());
    try (var test = new TestTasks(database, WorkerProcess.type(database))) {
      test.execute(WorkerProcess.RUNS);
      try (var behind = new Behind(database, test.types)) {
        TestTasks.await("both to enter", () -> test.control.workers().size() == 2);
        List<Long> ids = test.control.workers().stream().map(WorkerRow::id).toList();
        List<TaskId> tasks =
            test.tasks.enqueueAll(IntStream.range(0, 200).mapToObj(i -> new Work(i, 20)).toList());
        TestTasks.await("some to end", () -> test.count("SELECT count(*) FROM task_results") > 20);

        cut.accept(behind.proxy);
        // Far longer than the silence after which a worker is taken for dead.
        String silent =
            "SELECT count(*) FROM task_workers WHERE heartbeat_at < clock_timestamp() - interval '%d milliseconds'"
                .formatted(heartbeats * TestTasks.HEARTBEAT.toMillis());
        TestTasks.await("both to be silent", () -> test.count(silent) == 2);
        long ended = test.count("SELECT count(*) FROM task_results");
        assertThat(ended).isLessThan(200);

        behind.proxy.heal();
        for (TaskId task : tasks) {
          assertThat(test.ended(task).state()).isEqualTo(TaskState.SUCCEEDED);
        }
        assertThat(test.control.workers()).extracting(WorkerRow::id).containsExactlyElementsOf(ids);
        assertThat(test.count("SELECT count(*) FROM runs")).as("each ran once").isEqualTo(200);
      }
      assertThat(test.control.workers()).isEmpty();
    }
  }

  @Test
  void a_claim_whose_answer_was_lost_is_given_back_by_the_worker_that_made_it() throws Exception {
    var database = new PGSimpleDataSource();
    database.setUrl(PostgresExtension.createDatabase());
    try (var test = new TestTasks(database, WorkerProcess.type(database))) {
      test.execute(WorkerProcess.RUNS);
      test.work(4);
      TestTasks.await("it to enter", () -> test.control.workers().size() == 1);
      long worker = test.control.workers().getFirst().id();
      TaskId later =
          test.tasks.enqueue(new Work(1, 1), options -> options.delay(Duration.ofDays(1)));
      TaskId lasting =
          test.tasks.enqueue(new Work(2, 4 * (int) TestTasks.HEARTBEAT.multipliedBy(4).toMillis()));
      test.execute(
          """
          UPDATE tasks
             SET worker = %d, claimed_at = clock_timestamp(), attempt = 1, run_at = now()
           WHERE id = '%s'
          """
              .formatted(worker, later));
      assertThat(test.ended(later).state()).isEqualTo(TaskState.SUCCEEDED);
      // What it has in hand stays with it, however long it takes.
      assertThat(test.ended(lasting).attempt()).isEqualTo(1);
      assertThat(test.count("SELECT count(*) FROM runs WHERE number = 2")).isEqualTo(1);
    }
  }
}
