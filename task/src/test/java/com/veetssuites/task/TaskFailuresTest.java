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
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever a handler throws, returns or ignores: its task comes to the end that is due, is told
 * why, and holds up no other.
 */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class TaskFailuresTest {

  /** What the handler does. */
  record Attempt(String what) {}

  record Slow(String what) {}

  record Plain(int number) {}

  record Shape(String name, int size, @Nullable String note) {}

  private static final Duration LIMIT = Duration.ofMillis(300);

  private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
  private final List<Instant> starts = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private TestTasks test;

  @BeforeEach
  void begin(DataSource database) throws SQLException {
    test =
        new TestTasks(
            database,
            type(Attempt.class, this::attempt),
            type(Slow.class, 1, LIMIT, this::slow),
            type(Plain.class, (payload, context) -> payload),
            type(Shape.class, (payload, context) -> payload));
  }

  @AfterEach
  void end() {
    test.close();
  }

  private static final class Circle {
    @SuppressWarnings("unused")
    public Circle getSelf() {
      return this;
    }
  }

  private static final class Unspeakable extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("No words");
    }
  }

  private @Nullable Object attempt(Object payload, TaskContext context) throws Exception {
    String what = ((Attempt) payload).what();
    int number = tries.computeIfAbsent(what, each -> new AtomicInteger()).incrementAndGet();
    switch (what) {
      case "always" -> {
        synchronized (starts) {
          starts.add(Instant.now());
        }
        throw new IllegalStateException(
            "No " + number + (context.lastAttempt() ? ", the last" : ""));
      }
      case "permanent" -> throw new PermanentFailure("It is not there.");
      case "unspeakable" -> throw new Unspeakable();
      case "nul" -> throw new IllegalStateException("a\0b\uD800c");
      case "error" -> throw new StackOverflowError("deep");
      case "interrupted" -> throw new InterruptedException("by itself");
      case "cancel" -> {
        return Outcome.cancel("Not wanted.");
      }
      case "cancel with nul" -> {
        return Outcome.cancel("Not\0wanted.");
      }
      case "retry" -> {
        return number < 3 ? Outcome.retry(Duration.ofMillis(5), "Busy " + number) : "done";
      }
      case "snooze" -> {
        return number < 6
            ? Outcome.snooze(Duration.ofMillis(1))
            : Outcome.done("at " + context.attempt());
      }
      case "large" -> {
        return "x".repeat(70_000);
      }
      case "circle" -> {
        return new Circle();
      }
      case "halves" -> {
        return "a\uD800b\0c";
      }
      default -> {
        return null;
      }
    }
  }

  private Object slow(Object payload, TaskContext context) throws InterruptedException {
    String what = ((Slow) payload).what();
    tries.computeIfAbsent(what, each -> new AtomicInteger()).incrementAndGet();
    if (what.equals("deaf")) {
      long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while (System.nanoTime() < until) {
        // It does not listen, and swallows its interruption.
        var _ = Thread.interrupted();
        Thread.onSpinWait();
        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
      }
      return "late";
    }
    Thread.sleep(60_000);
    return "never";
  }

  private TaskStatus run(String what) {
    return test.ended(test.tasks.enqueue(new Attempt(what)));
  }

  @Test
  void a_task_that_always_fails_is_dead_after_its_retries_and_keeps_payload_error_and_every_try() {
    test.work(2);
    TaskId id =
        test.tasks.enqueue(
            new Attempt("always"), options -> options.owner("ada").idempotencyKey("k"));
    TaskStatus dead = test.ended(id);
    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.error()).isEqualTo("IllegalStateException: No 4, the last");
    assertThat(String.valueOf(dead.payload())).isEqualTo("{\"what\":\"always\"}");
    assertThat(dead.attempt()).isEqualTo(4);
    assertThat(dead.owner()).isEqualTo("ada");
    assertThat(dead.idempotencyKey()).isEqualTo("k");
    var failures = Objects.requireNonNull(dead.failures());
    assertThat(failures.size()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      assertThat(failures.get(i).get("attempt").asInt()).isEqualTo(i + 1);
      assertThat(failures.get(i).get("error").asString())
          .startsWith("IllegalStateException: No " + (i + 1));
      assertThat(failures.get(i).get("trace").asString()).contains("TaskFailuresTest.attempt");
    }
    assertThat(Duration.between(dead.finishedAt(), dead.expiresAt()))
        .isGreaterThan(Duration.ofDays(29));
    // The waits between the tries: 20, 40, 80 ms, a fifth more or less.
    for (int i = 0; i < 3; i++) {
      assertThat(Duration.between(starts.get(i), starts.get(i + 1)))
          .isGreaterThanOrEqualTo(Duration.ofMillis((long) (0.8 * 20 * (1 << i)) - 1));
    }
  }

  @Test
  void waits_grow_by_the_multiplier_with_jitter_up_to_the_longest() {
    var policy = new RetryPolicy(10, Duration.ofSeconds(10), 3, Duration.ofMinutes(5));
    var random = new Random(1);
    for (int failed = 0; failed < 10; failed++) {
      double middle = 10_000 * Math.pow(3, failed);
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 1_000; i++) {
        long wait = policy.delay(failed, random).toMillis();
        assertThat(wait)
            .isBetween(
                (long) Math.min(0.8 * middle, 300_000), (long) Math.min(1.2 * middle + 1, 300_000));
        least = Math.min(least, wait);
        most = Math.max(most, wait);
      }
      if (1.2 * middle < 300_000) {
        assertThat(most - least).as("the jitter").isGreaterThan((long) (0.3 * middle));
      }
    }
    assertThat(new RetryPolicy(100, Duration.ofDays(1), 100, Duration.ofDays(2)).delay(99, random))
        .isEqualTo(Duration.ofDays(2));
  }

  @Test
  void what_no_retry_cures_is_dead_at_once() {
    test.work(2);
    TaskStatus dead = run("permanent");
    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.error()).isEqualTo("It is not there.");
    assertThat(dead.attempt()).isEqualTo(1);
  }

  @Test
  void an_outcome_decides_what_happens_next() {
    test.work(2);
    TaskStatus cancelled = run("cancel");
    assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(cancelled.error()).isEqualTo("Not wanted.");

    TaskStatus retried = run("retry");
    assertThat(retried.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(retried.attempt()).isEqualTo(3);
    assertThat(Objects.requireNonNull(retried.failures()).toString())
        .contains("Busy 1", "Busy 2")
        .doesNotContain("trace");

    TaskStatus snoozed = run("snooze");
    assertThat(snoozed.result(String.class)).isEqualTo("at 1");
    assertThat(snoozed.attempt()).isEqualTo(1);
    assertThat(snoozed.failures()).isNull();
    assertThat(tries.get("snooze")).hasValue(6);
  }

  @Test
  void whatever_is_thrown_is_kept_as_far_as_it_can_be_and_the_task_is_tried_again() {
    test.work(4);
    for (String what : List.of("unspeakable", "nul", "error", "interrupted")) {
      TaskStatus dead = run(what);
      assertThat(dead.state()).as(what).isEqualTo(TaskState.DEAD);
      assertThat(dead.attempt()).as(what).isEqualTo(4);
      assertThat(Objects.requireNonNull(dead.failures()).size()).as(what).isEqualTo(4);
    }
    assertThat(run("nul").error()).isEqualTo("IllegalStateException: abc");
    assertThat(run("unspeakable").error()).contains("Unspeakable");
    assertThat(run("error").error()).isEqualTo("StackOverflowError: deep");
  }

  @Test
  void work_that_is_done_stays_done_when_its_result_cannot_be_kept() {
    test.work(2);
    TaskStatus large = run("large");
    assertThat(large.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(large.result()).isNull();
    assertThat(large.error()).contains("The result is lost", "70", "is the most");
    TaskStatus circle = run("circle");
    assertThat(circle.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(circle.error()).contains("The result is lost");
    assertThat(run("halves").result(String.class)).isEqualTo("a?b\0c");
    assertThat(tries.values()).extracting(AtomicInteger::get).containsOnly(1);
  }

  @Test
  void a_poisoned_end_holds_up_none_of_those_that_are_written_with_it() {
    List<Object> payloads = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      payloads.add(i % 50 == 25 ? new Attempt("cancel with nul") : new Plain(i));
    }
    List<TaskId> ids = test.tasks.enqueueAll(payloads);
    test.work(16);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(test.ended(ids.get(i)).state())
          .isEqualTo(i % 50 == 25 ? TaskState.CANCELLED : TaskState.SUCCEEDED);
    }
    assertThat(tries.get("cancel with nul")).hasValue(12);
  }

  @Test
  void a_task_that_takes_too_long_is_interrupted_and_tried_again() {
    test.work(2);
    TaskStatus dead = test.ended(test.tasks.enqueue(new Slow("sleep")));
    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.error()).isEqualTo("It took longer than its time limit of 0.3s.");
    assertThat(dead.attempt()).isEqualTo(2);
  }

  @Test
  void a_handler_that_ignores_its_interruption_loses_its_task_and_cannot_end_it_later() {
    TaskId id = test.tasks.enqueue(new Slow("deaf"));
    test.work(2);
    TestTasks.await(
        "the second try", () -> tries.containsKey("deaf") && tries.get("deaf").get() == 2);
    TaskStatus dead = test.await(id, TaskState.DEAD);
    assertThat(dead.error()).contains("time limit");
    assertThat(Objects.requireNonNull(dead.failures()).size()).isEqualTo(2);
    // Both threads return in the end; their result changes nothing, and their places are free.
    for (TaskId each :
        test.tasks.enqueueAll(IntStream.range(0, 20).mapToObj(Plain::new).toList())) {
      assertThat(test.ended(each).state()).isEqualTo(TaskState.SUCCEEDED);
    }
    assertThat(test.find(id).state()).isEqualTo(TaskState.DEAD);
  }

  @Test
  void a_payload_of_another_shape_is_dead_with_a_sentence_and_one_with_more_is_read() {
    test.work(1);
    assertThat(reshaped("{\"name\": \"a\"}").error())
        .isEqualTo(
            "The payload of this shape is of another shape than Shape: size is missing. Retry it on"
                + " a version that knows this shape.");
    assertThat(reshaped("{\"size\": null}").error()).contains("name, size are missing");
    for (String wrong :
        List.of(
            "[]",
            "null",
            "7",
            "\"x\"",
            "{\"name\": {}, \"size\": 1}",
            "{\"name\": \"a\", \"size\": \"many\"}")) {
      TaskStatus dead = reshaped(wrong);
      assertThat(dead.state()).as(wrong).isEqualTo(TaskState.DEAD);
      assertThat(dead.attempt()).as(wrong).isEqualTo(1);
      assertThat(dead.error()).as(wrong).startsWith("The payload of this shape");
    }
    assertThat(reshaped("{\"name").state()).isEqualTo(TaskState.DEAD);
    TaskStatus newer = reshaped("{\"name\": \"a\", \"size\": 1, \"color\": \"red\"}");
    assertThat(newer.result(Shape.class)).isEqualTo(new Shape("a", 1, null));
  }

  private TaskStatus reshaped(String payload) {
    TaskId id =
        test.tasks.enqueue(new Shape("a", 1, null), options -> options.delay(Duration.ofHours(1)));
    test.execute(
        "UPDATE tasks SET payload = '%s', run_at = now() WHERE id = '%s'".formatted(payload, id));
    return test.ended(id);
  }
}
