package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is declared wrongly is told at the start, in a sentence that names it. */
class TaskTypesTest {

  enum Color {
    RED
  }

  record Inner(LocalDate day, Color color) {}

  record Good(
      long id,
      String name,
      List<Inner> inners,
      Map<String, Integer> counts,
      byte[] data,
      Optional<Duration> delay) {}

  record Stream(InputStream data) {}

  record Deep(List<Stream> streams) {}

  record Anything(Object any) {}

  record Twice(int number) {}

  private static TaskTypes types(Map<String, String> routes, TaskType... types) {
    return new TaskTypes(List.of(types), routes, Set.of("default", "mail"));
  }

  private static TaskType of(Class<?> payload) {
    return type(payload, (task, context) -> "");
  }

  @Test
  void plain_records_are_payloads_and_routes_outrank_handlers() {
    TaskTypes types = types(Map.of("good", "mail"), of(Good.class), of(Twice.class));
    assertThat(types.named("good")).extracting(TaskType::queue).isEqualTo("mail");
    assertThat(types.named("twice")).extracting(TaskType::queue).isEqualTo("default");
    assertThat(TaskType.nameOf(TaskTypesTest.class)).isEqualTo("task_types_test");
  }

  @Test
  void what_cannot_be_is_told() {
    assertWrong(
        () -> types(Map.of(), of(Twice.class), of(Twice.class)),
        "Two handlers take the task twice; one must go, or name another type.");
    assertWrong(
        () ->
            types(
                Map.of(),
                of(Twice.class),
                new TaskType(
                    "other",
                    Twice.class,
                    "default",
                    of(Twice.class).retry(),
                    Duration.ofMinutes(1),
                    Priority.LOW,
                    Duration.ZERO,
                    (task, context) -> "")),
        "Two handlers take the payload .*Twice; a payload is one type of task.");
    assertWrong(
        () -> types(Map.of(), of(Twice.class).in("nowhere")),
        "The task twice goes to the queue nowhere, which is not configured; there are default,"
            + " mail.");
    assertWrong(
        () -> types(Map.of("twice", "nowhere"), of(Twice.class)),
        "The task twice goes to the queue nowhere, .*");
    assertWrong(
        () -> types(Map.of("thrice", "mail"), of(Twice.class)),
        "There is a route for the task thrice, which no handler takes; .*");
    assertWrong(
        () -> types(Map.of(), of(Stream.class)),
        "The payload of the task stream cannot be kept: Stream.data is a java.io.InputStream. .*");
    assertWrong(
        () -> types(Map.of(), of(Deep.class)),
        "The payload of the task deep cannot be kept: Deep.streams.data is a java.io.InputStream."
            + " .*");
    assertWrong(
        () -> types(Map.of(), of(Anything.class)), ".*Anything.any is a java.lang.Object. .*");
    assertWrong(() -> types(Map.of(), of(TaskTypesTest.class)), ".*it must be a record.*");
  }

  @Test
  void settings_out_of_their_bounds_are_told() {
    assertWrong(
        () -> new RetryPolicy(-1, Duration.ZERO, 2, Duration.ZERO),
        "maxRetries is -1; it must be from 0 to 100.");
    assertWrong(
        () -> new RetryPolicy(1, Duration.ZERO, Double.NaN, Duration.ZERO),
        "backoffMultiplier is NaN; it must be from 1 to 100.");
    assertWrong(
        () -> Durations.parse("5 parsecs", "backoff"),
        "backoff is \"5 parsecs\"; it must be a duration such as .*");
    assertWrong(
        () -> Durations.parse("-5s", "backoff"), "backoff is \"-5s\"; it must be a duration .*");
    assertWrong(
        () -> TestTasks.settings("w", Map.of("mail", 0)),
        "The concurrency of the queue mail is 0; it must be from 1 to 1000.");
    assertWrong(
        () -> Schedule.cron("61 * * * *"), "\"61 \\* \\* \\* \\*\" is no cron expression: .*");
    assertWrong(() -> Schedule.cron("nonsense"), "\"nonsense\" is no cron expression: .*");
    assertWrong(() -> Schedule.cron(""), "\"\" is no cron expression: .*");
    assertWrong(
        () -> Schedule.every(Duration.ofMillis(10)),
        "A schedule cannot run every PT0.01S: a second is the least.");
  }

  private static void assertWrong(ThrowingCallable what, String message) {
    assertThatThrownBy(what).isInstanceOf(InvalidTasks.class).hasMessageMatching("(?s)" + message);
  }
}
