package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.task.TaskControl.Cancelled;
import com.veetssuites.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person decides about tasks and queues is what happens. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class TaskControlTest {

  record Hold(int number) {}

  record Break(int number) {}

  record Quick(int number) {}

  private static final int HOLDS = -1;

  private final Semaphore held = new Semaphore(0);
  private final ConcurrentLinkedQueue<Object> ran = new ConcurrentLinkedQueue<>();
  private volatile boolean mended;

  @SuppressWarnings("NullAway.Init")
  private TestTasks test;

  @BeforeEach
  void begin(DataSource database) throws SQLException {
    test =
        new TestTasks(
            database,
            type(Hold.class, this::hold),
            type(Break.class, 0, Duration.ofMinutes(1), this::fail).in("breaking"),
            type(Quick.class, this::quick).in("quick"));
  }

  @AfterEach
  void end() {
    held.release(1_000_000);
    test.close();
  }

  private @Nullable Object hold(Object payload, TaskContext context) throws InterruptedException {
    ran.add(payload);
    held.acquire();
    return null;
  }

  private Object fail(Object payload, TaskContext context) {
    if (!mended) {
      throw new IllegalStateException("Broken");
    }
    return payload;
  }

  private @Nullable Object quick(Object payload, TaskContext context) throws InterruptedException {
    ran.add(payload);
    if (payload.equals(new Quick(HOLDS))) {
      held.acquire();
    }
    return null;
  }

  @Test
  void a_task_that_waits_is_removed_and_never_runs() {
    TaskId id = test.tasks.enqueue(new Hold(1), options -> options.owner("ada"));
    TaskId later = test.tasks.enqueue(new Hold(2), options -> options.delay(Duration.ofDays(1)));
    assertThat(test.control.cancel(id)).isEqualTo(Cancelled.REMOVED);
    assertThat(test.control.cancel(later)).isEqualTo(Cancelled.REMOVED);
    assertThat(test.control.cancel(id)).isEqualTo(Cancelled.NOT_FOUND);
    assertThat(test.control.cancel(TaskId.next(0))).isEqualTo(Cancelled.NOT_FOUND);
    TaskStatus cancelled = test.find(id);
    assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(cancelled.error()).isEqualTo("Cancelled before it ran.");
    assertThat(cancelled.owner()).isEqualTo("ada");
    test.work(2);
    held.release();
    test.ended(test.tasks.enqueue(new Hold(3)));
    assertThat(ran).containsExactly(new Hold(3));
  }

  @Test
  void a_task_that_runs_is_interrupted() {
    TaskId id = test.tasks.enqueue(new Hold(1));
    test.work(1);
    test.await(id, TaskState.RUNNING);
    assertThat(test.control.cancel(id)).isEqualTo(Cancelled.INTERRUPTED);
    TaskStatus cancelled = test.ended(id);
    assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(cancelled.error()).startsWith("Cancelled");
  }

  @Test
  void a_cancel_that_nobody_hears_is_found_with_the_next_heartbeat() {
    TaskId id = test.tasks.enqueue(new Hold(1));
    test.work(1);
    test.await(id, TaskState.RUNNING);
    test.execute("UPDATE tasks SET cancelled = true");
    assertThat(test.ended(id).state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void a_task_that_is_claimed_and_has_not_begun_never_runs_when_it_is_cancelled() {
    test.work(1);
    int claimedAhead = 0;
    for (int round = 1; round <= 5; round++) {
      // A worker that has run many short tasks claims ahead; then one holds the only place.
      test.tasks.enqueueAll(IntStream.range(0, 300).mapToObj(i -> new Quick(0)).toList());
      int expected = 300 * round;
      TestTasks.await("the short ones", () -> runs(0) == expected);
      TaskId holds = test.tasks.enqueue(new Quick(HOLDS));
      test.await(holds, TaskState.RUNNING);
      int number = round;
      List<TaskId> ids =
          test.tasks.enqueueAll(IntStream.range(0, 50).mapToObj(i -> new Quick(number)).toList());
      TestTasks.await(
          "some to be claimed", () -> test.control.active("quick", null, 99).size() > 1);
      TaskId victim = test.control.active("quick", null, 99).getLast().id();
      Cancelled cancelled =
          victim.equals(holds) ? Cancelled.NOT_FOUND : test.control.cancel(victim);
      held.release();
      ids.forEach(test::ended);
      if (cancelled == Cancelled.INTERRUPTED) {
        claimedAhead++;
        assertThat(test.find(victim).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(test.find(victim).error()).isEqualTo("Cancelled before it ran.");
        assertThat(runs(number)).isEqualTo(49);
      }
    }
    assertThat(claimedAhead).isPositive();
  }

  private long runs(int number) {
    return ran.stream().filter(new Quick(number)::equals).count();
  }

  @Test
  void a_paused_queue_starts_nothing_until_it_goes_on_and_others_do_not_notice() {
    test.control.pause("quick");
    test.control.pause("quick");
    test.work(2);
    TaskId id = test.tasks.enqueue(new Quick(1));
    mended = true;
    test.ended(test.tasks.enqueue(new Break(1)));
    assertThat(test.find(id).state()).isEqualTo(TaskState.QUEUED);
    assertThat(test.control.queues())
        .filteredOn(queue -> queue.queue().equals("quick"))
        .singleElement()
        .satisfies(queue -> assertThat(queue.paused()).isTrue())
        .satisfies(queue -> assertThat(queue.queued()).isEqualTo(1));
    test.control.resume("quick");
    assertThat(test.ended(id).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void purge_deletes_what_waits_and_leaves_what_runs_and_what_is_elsewhere() {
    test.work(1);
    TaskId runs = test.tasks.enqueue(new Hold(1));
    test.await(runs, TaskState.RUNNING);
    test.control.pause("quick");
    TaskId elsewhere = test.tasks.enqueue(new Quick(1));
    test.tasks.enqueueAll(IntStream.range(0, 2_500).mapToObj(Hold::new).toList());
    test.tasks.enqueue(new Hold(2), options -> options.delay(Duration.ofDays(1)));
    assertThat(test.control.purge("default")).isEqualTo(2_501);
    assertThat(test.control.purge("default")).isZero();
    assertThat(test.find(elsewhere).state()).isEqualTo(TaskState.QUEUED);
    held.release();
    assertThat(test.ended(runs).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void dead_tasks_are_tried_again_one_by_type_and_all() {
    test.work(4);
    List<TaskId> ids =
        test.tasks.enqueueAll(
            IntStream.range(0, 1_500).mapToObj(Break::new).toList(),
            options -> options.idempotencyKey("k"));
    TestTasks.await(
        "all to be dead", () -> test.count("SELECT count(*) FROM task_results") == 1_500);
    assertThat(test.control.dead("breaking", "break", 10)).hasSize(10);
    assertThat(test.control.retryAll("other", null)).isZero();
    assertThat(test.control.retryAll(null, "quick")).isZero();
    assertThat(test.control.retry(TaskId.next(0))).isFalse();

    TaskId first = ids.getFirst();
    assertThat(test.control.retry(first)).isTrue();
    TaskStatus again =
        test.await(first, task -> task.failures() != null && task.failures().size() == 2);
    again = test.ended(first);
    assertThat(again.state()).isEqualTo(TaskState.DEAD);

    mended = true;
    assertThat(test.control.retryAll("breaking", "break")).isEqualTo(1_500);
    for (TaskId id : ids) {
      TaskStatus mend = test.ended(id);
      assertThat(mend.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(mend.idempotencyKey()).isEqualTo("k");
      assertThat(Objects.requireNonNull(mend.failures()).size()).isBetween(1, 2);
    }
    assertThat(test.control.retry(first)).isFalse();
  }
}
