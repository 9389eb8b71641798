package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker runs what is due, in the order and with the knowledge that it should have. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class TaskWorkerTest {

  record Step(int number) {}

  record Look(String what) {}

  record Hold(int number) {}

  private final Semaphore held = new Semaphore(0);
  private final ConcurrentLinkedQueue<Integer> ran = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<TaskContext> seen = new ConcurrentLinkedQueue<>();
  private final TaskTypes newer =
      new TaskTypes(
          List.of(type(Step.class, this::step), type(Look.class, this::look)),
          Map.of(),
          List.of("default"));

  @SuppressWarnings("NullAway.Init")
  private TestTasks test;

  @BeforeEach
  void begin(DataSource database) throws SQLException {
    test =
        new TestTasks(
            database,
            type(Step.class, this::step),
            type(Look.class, this::look),
            type(Hold.class, this::hold).in("held"));
  }

  @AfterEach
  void end() {
    held.release(1_000_000);
    test.close();
  }

  private Object step(Object payload, TaskContext context) {
    int number = ((Step) payload).number();
    ran.add(number);
    return number;
  }

  private Object look(Object payload, TaskContext context) {
    seen.add(context);
    if (context.attempt() < 3 && ((Look) payload).what().equals("thrice")) {
      context.checkpoint("after " + context.attempt());
      throw new IllegalStateException("Not yet");
    }
    return String.valueOf(context.checkpoint());
  }

  private Object hold(Object payload, TaskContext context) throws InterruptedException {
    context.progress(42, "holding\0");
    held.acquire();
    return "held";
  }

  @Test
  void a_delayed_task_starts_not_before_its_time_and_soon_after() {
    test.work(2);
    Instant at = Instant.now().plusMillis(1_500);
    TaskId delayed =
        test.tasks.enqueue(new Step(1), options -> options.delay(Duration.ofMillis(1_000)));
    TaskId timed = test.tasks.enqueue(new Step(2), options -> options.at(at));
    TaskId never = test.tasks.enqueue(new Step(3), options -> options.delay(Duration.ofDays(300)));
    assertThat(test.find(delayed).state()).isEqualTo(TaskState.SCHEDULED);

    TaskStatus first = test.ended(delayed);
    TaskStatus second = test.ended(timed);
    assertThat(Duration.between(first.enqueuedAt(), first.startedAt()))
        .isBetween(Duration.ofMillis(1_000), Duration.ofSeconds(10));
    assertThat(second.startedAt()).isBetween(at, at.plusSeconds(10));
    assertThat(test.find(never).state()).isEqualTo(TaskState.SCHEDULED);
  }

  @Test
  void an_idle_worker_is_called_and_does_not_wait_for_its_next_look() {
    var settings =
        new WorkerSettings(
            "sleepy",
            Map.of("default", 1),
            Duration.ofMinutes(5),
            TestTasks.HEARTBEAT,
            Duration.ofSeconds(1),
            TestTasks.KEEP_DEAD);
    try (var others = new TaskSignals(test.source, true);
        var worker =
            new TaskWorker(
                settings,
                test.types,
                test.source,
                others,
                List.of(),
                new TaskListener() {},
                java.time.Clock.systemUTC())) {
      worker.start();
      TestTasks.await("the worker to be known", () -> !test.control.workers().isEmpty());
      for (int i = 0; i < 20; i++) {
        TaskId id = test.tasks.enqueue(new Step(i));
        TaskId soon =
            test.tasks.enqueue(new Step(i), options -> options.delay(Duration.ofMillis(20)));
        assertThat(test.ended(id).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(test.ended(soon).state()).isEqualTo(TaskState.SUCCEEDED);
      }
    }
  }

  @Test
  void high_priority_starts_before_normal_and_normal_before_low() {
    List<TaskId> ids = new ArrayList<>();
    for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
      ids.add(
          test.tasks.enqueue(new Step(priority.ordinal()), options -> options.priority(priority)));
    }
    test.work(1);
    ids.forEach(test::ended);
    assertThat(ran).containsExactly(0, 1, 2);
  }

  @Test
  void within_a_priority_what_is_due_first_starts_first() {
    List<TaskId> ids = test.tasks.enqueueAll(IntStream.range(0, 50).mapToObj(Step::new).toList());
    test.execute(
        "UPDATE tasks SET run_at = run_at + substring(payload FROM '[0-9]+')::integer * interval '1"
            + " microsecond' - interval '1 minute'");
    test.work(1);
    ids.forEach(test::ended);
    assertThat(List.copyOf(ran)).isSorted();
  }

  @Test
  void low_priority_advances_while_high_is_saturated() {
    List<Step> high = IntStream.range(0, 2_000).mapToObj(i -> new Step(0)).toList();
    List<Step> low = IntStream.range(0, 20).mapToObj(i -> new Step(1)).toList();
    test.tasks.enqueueAll(high, options -> options.priority(Priority.HIGH));
    List<TaskId> lowIds = test.tasks.enqueueAll(low, options -> options.priority(Priority.LOW));
    test.work(2);
    lowIds.forEach(test::ended);
    TestTasks.await("all to run", () -> ran.size() == 2_020);
    List<Integer> order = List.copyOf(ran);
    assertThat(order.lastIndexOf(1)).as("the last low one").isLessThan(1_500);
    // And it is no more than a share: the first hundred are nearly all high.
    assertThat(order.subList(0, 100).stream().filter(each -> each == 1)).hasSizeLessThan(40);
  }

  @Test
  void a_flooded_queue_does_not_hold_up_another() {
    test.tasks.enqueueAll(IntStream.range(0, 500).mapToObj(Hold::new).toList());
    test.work(2);
    TestTasks.await("the flood to run", () -> test.control.active("held", null, 10).size() >= 2);
    assertThat(test.ended(test.tasks.enqueue(new Step(1))).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(test.control.active("held", null, 10)).hasSize(2);
  }

  @Test
  void a_handler_sees_attempt_key_owner_and_its_checkpoint() {
    TaskId id =
        test.tasks.enqueue(
            new Look("thrice"), options -> options.idempotencyKey("key").owner("ada"));
    test.work(2);
    TaskStatus ended = test.ended(id);
    assertThat(ended.result(String.class)).isEqualTo("after 2");
    assertThat(ended.owner()).isEqualTo("ada");
    assertThat(ended.attempt()).isEqualTo(3);
    assertThat(seen).extracting(TaskContext::attempt).containsExactly(1, 2, 3);
    assertThat(seen).extracting(TaskContext::idempotencyKey).containsOnly("key");
    assertThat(seen).extracting(TaskContext::owner).containsOnly("ada");
    assertThat(seen).extracting(TaskContext::id).containsOnly(id);
    assertThat(seen).extracting(TaskContext::lastAttempt).containsExactly(false, false, false);
  }

  @Test
  void progress_is_seen_while_a_task_runs() {
    TaskId id = test.tasks.enqueue(new Hold(1));
    test.work(1);
    TaskStatus running = test.await(id, task -> task.progress() == 42);
    assertThat(running.state()).isEqualTo(TaskState.RUNNING);
    assertThat(running.progressText()).isEqualTo("holding");
    assertThat(running.worker()).isEqualTo("worker-1");
    held.release();
    assertThat(test.ended(id).progress()).isEqualTo(100);
  }

  @Test
  void a_type_that_a_worker_does_not_know_is_left_to_one_that_does() {
    TaskTypes older =
        new TaskTypes(List.of(type(Step.class, this::step)), Map.of(), List.of("default"));
    test.work(older, Map.of("default", 4), new TaskListener() {});
    TaskId unknown = test.tasks.enqueue(new Look("once"));
    List<TaskId> known =
        test.tasks.enqueueAll(IntStream.range(0, 100).mapToObj(Step::new).toList());
    known.forEach(test::ended);
    assertThat(test.find(unknown).state()).isEqualTo(TaskState.QUEUED);
    assertThat(test.find(unknown).attempt()).isZero();

    test.work(newer, Map.of("default", 1), new TaskListener() {});
    assertThat(test.ended(unknown).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void a_worker_runs_as_many_at_once_as_its_queue_allows_and_no_more() {
    var most = new AtomicInteger();
    var now = new AtomicInteger();
    var all = new CountDownLatch(200);
    var types =
        new TaskTypes(
            List.of(
                type(
                    Step.class,
                    (payload, context) -> {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      Thread.sleep(2);
                      now.decrementAndGet();
                      all.countDown();
                      return null;
                    })),
            Map.of(),
            List.of("default"));
    test.tasks.enqueueAll(IntStream.range(0, 200).mapToObj(Step::new).toList());
    test.work(types, Map.of("default", 7), new TaskListener() {});
    TestTasks.await("all to run", () -> all.getCount() == 0);
    assertThat(most).hasValueLessThanOrEqualTo(7).hasValueGreaterThan(1);
  }

  @Test
  void many_workers_run_each_task_once() {
    for (int i = 0; i < 4; i++) {
      test.work(4);
    }
    List<TaskId> ids =
        test.tasks.enqueueAll(IntStream.range(0, 4_000).mapToObj(Step::new).toList());
    TestTasks.await(
        "all to end", () -> test.count("SELECT count(*) FROM task_results") == ids.size());
    assertThat(ran).hasSize(4_000);
    assertThat(Set.copyOf(ran)).hasSize(4_000);
    assertThat(
            test.count(
                "SELECT count(*) FROM task_results WHERE attempt <> 1 OR state <> 'SUCCEEDED'"))
        .isZero();
    assertThat(test.count("SELECT count(*) FROM tasks")).isZero();
  }

  @Test
  void a_worker_that_stops_finishes_what_it_can_gives_back_the_rest_and_leaves_the_registry() {
    List<TaskId> ids = test.tasks.enqueueAll(IntStream.range(0, 10).mapToObj(Hold::new).toList());
    TaskWorker worker = test.work(3);
    TestTasks.await("three to run", () -> test.control.active("held", null, 10).size() == 3);
    held.release(1);
    TestTasks.await("one to end", () -> test.count("SELECT count(*) FROM task_results") == 1);
    worker.close();
    assertThat(test.control.workers()).isEmpty();
    assertThat(test.control.queued("held", null, 20)).hasSize(9);
    // A try that was given back counts for nothing.
    assertThat(
            test.count(
                "SELECT count(*) FROM tasks WHERE attempt <> 0 OR failed <> 0 OR worker IS NOT"
                    + " NULL"))
        .isZero();

    held.release(1_000);
    test.work(3);
    ids.forEach(id -> assertThat(test.ended(id).attempt()).isEqualTo(1));
  }

  @Test
  void a_result_is_gone_when_it_has_expired_and_then_it_is_deleted() {
    TaskId id = test.tasks.enqueue(new Step(1));
    test.work(1);
    TaskStatus ended = test.ended(id);
    assertThat(Duration.between(ended.finishedAt(), ended.expiresAt()))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    test.execute("UPDATE task_results SET expires_at = now() - interval '1 second'");
    assertThat(test.control.find(id)).isEmpty();
    TestTasks.await("it to be deleted", () -> test.count("SELECT count(*) FROM task_results") == 0);
  }

  @Test
  void what_a_listener_throws_hinders_no_task() {
    var failing =
        new TaskListener() {
          @Override
          public void started(TaskType type, Duration waited) {
            throw new IllegalStateException("started");
          }

          @Override
          public void ended(TaskType type, Ending ending, Duration took) {
            throw new IllegalStateException("ended");
          }
        };
    test.work(test.types, Map.of("default", 1), failing);
    test.tasks
        .enqueueAll(IntStream.range(0, 10).mapToObj(Step::new).toList())
        .forEach(id -> assertThat(test.ended(id).state()).isEqualTo(TaskState.SUCCEEDED));
  }
}
