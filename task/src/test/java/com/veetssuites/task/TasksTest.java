package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.Together;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is enqueued is there as it was meant, or the caller is told in a sentence why not. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class TasksTest {

  record Greet(String name) {}

  record Count(int number) {}

  record Unknown(String name) {}

  @SuppressWarnings("NullAway.Init")
  private TestTasks test;

  @BeforeEach
  void begin(DataSource database) throws SQLException {
    test =
        new TestTasks(
            database,
            type(Greet.class, (payload, context) -> "Hello " + ((Greet) payload).name()),
            type(Count.class, (payload, context) -> payload));
  }

  @AfterEach
  void end() {
    test.close();
  }

  @Test
  void a_task_is_found_by_its_id_before_and_after_it_ran() {
    TaskId id = test.tasks.enqueue(new Greet("Ada"));
    TaskStatus waits = test.find(id);
    assertThat(waits.state()).isEqualTo(TaskState.QUEUED);
    assertThat(waits.attempt()).isZero();
    assertThat(waits.startedAt()).isNull();
    assertThat(String.valueOf(waits.payload())).isEqualTo("{\"name\":\"Ada\"}");

    test.work(1);
    TaskStatus ran = test.ended(id);
    assertThat(ran.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ran.result(String.class)).isEqualTo("Hello Ada");
    assertThat(ran.attempt()).isEqualTo(1);
    assertThat(ran.failures()).isNull();
    assertThat(ran.startedAt()).isBetween(ran.enqueuedAt(), ran.finishedAt());
  }

  @Test
  void many_tasks_have_their_ids_in_the_order_of_their_payloads() {
    List<Count> payloads = IntStream.range(0, 5_001).mapToObj(Count::new).toList();
    List<TaskId> ids = test.tasks.enqueueAll(payloads);
    assertThat(ids).hasSize(5_001);
    assertThat(new HashSet<>(ids)).hasSize(5_001);
    for (int i = 0; i < ids.size(); i += 500) {
      assertThat(String.valueOf(test.find(ids.get(i)).payload()))
          .isEqualTo("{\"number\":" + i + "}");
    }
    assertThat(test.count("SELECT count(*) FROM tasks")).isEqualTo(5_001);
  }

  @Test
  void many_tasks_of_several_types_are_all_there_or_none() {
    List<Object> good = List.of(new Greet("a"), new Count(1), new Greet("b"));
    assertThat(test.tasks.enqueueAll(good, options -> options.owner("ada"))).hasSize(3);
    assertThatThrownBy(() -> test.tasks.enqueueAll(List.of(new Greet("a"), new Unknown("b"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(test.count("SELECT count(*) FROM tasks WHERE owner = 'ada'")).isEqualTo(3);
    assertThat(test.count("SELECT count(*) FROM tasks")).isEqualTo(3);
    assertThat(test.tasks.enqueueAll(List.of())).isEmpty();
  }

  @Test
  void many_tasks_of_which_the_database_refuses_one_leave_none() {
    test.execute("ALTER TABLE tasks ADD CHECK (payload NOT LIKE '%4999%')");
    List<Count> payloads = IntStream.range(0, 5_001).mapToObj(Count::new).toList();
    assertThatThrownBy(() -> test.tasks.enqueueAll(payloads)).isInstanceOf(TasksUnavailable.class);
    assertThat(test.count("SELECT count(*) FROM tasks")).isZero();
    assertThat(test.tasks.enqueueAll(payloads.subList(0, 3))).hasSize(3);
    assertThat(test.count("SELECT count(*) FROM tasks")).isEqualTo(3);
  }

  @Test
  void
      without_a_transaction_a_task_is_there_at_once_even_if_connections_do_not_commit_themselves() {
    var config = new HikariConfig();
    config.setDataSource(test.source);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(1);
    try (var uncommitted = new HikariDataSource(config)) {
      var tasks =
          new Tasks(
              uncommitted, test.types, test.signals, new TaskListener() {}, Clock.systemUTC());
      TaskId one = tasks.enqueue(new Greet("Ada"));
      assertThat(test.control.find(one)).isPresent();
      List<TaskId> many = tasks.enqueueAll(IntStream.range(0, 2_500).mapToObj(Count::new).toList());
      assertThat(test.control.find(many.getLast())).isPresent();
    }
  }

  @Test
  void a_unique_key_is_one_task_while_it_waits_and_free_once_it_has_started() {
    TaskId first = test.tasks.enqueue(new Greet("Ada"), options -> options.uniqueKey("greet"));
    TaskId second = test.tasks.enqueue(new Greet("Bob"), options -> options.uniqueKey("greet"));
    TaskId otherType = test.tasks.enqueue(new Count(1), options -> options.uniqueKey("greet"));
    assertThat(second).isEqualTo(first);
    assertThat(otherType).isNotEqualTo(first);
    assertThat(test.find(first).idempotencyKey()).isEqualTo("greet");

    test.work(1);
    assertThat(test.ended(first).result(String.class)).isEqualTo("Hello Ada");
    assertThat(test.tasks.enqueue(new Greet("Cy"), options -> options.uniqueKey("greet")))
        .isNotEqualTo(first);
  }

  @Test
  void a_unique_key_of_a_removed_task_is_free() {
    TaskId first = test.tasks.enqueue(new Greet("Ada"), options -> options.uniqueKey("greet"));
    test.control.cancel(first);
    TaskId second = test.tasks.enqueue(new Greet("Ada"), options -> options.uniqueKey("greet"));
    assertThat(second).isNotEqualTo(first);
    test.control.purge("default");
    assertThat(test.tasks.enqueue(new Greet("Ada"), options -> options.uniqueKey("greet")))
        .isNotIn(first, second);
  }

  @Test
  void of_many_who_enqueue_a_unique_key_at_once_one_does() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "round " + round;
      assertThat(
              new HashSet<>(
                  Together.times(
                      8,
                      () -> test.tasks.enqueue(new Greet(key), options -> options.uniqueKey(key)))))
          .hasSize(1);
      assertThat(
              new HashSet<>(
                  Together.times(
                      8,
                      () ->
                          test.tasks.enqueue(
                              new Count(1),
                              options -> options.uniqueKey(key, Duration.ofHours(1))))))
          .hasSize(1);
    }
    assertThat(test.count("SELECT count(*) FROM tasks")).isEqualTo(40);
  }

  @Test
  void a_unique_key_for_a_period_is_one_task_whatever_becomes_of_it() {
    TaskId first = enqueueFor(Duration.ofHours(1));
    test.work(1);
    test.ended(first);
    assertThat(enqueueFor(Duration.ofHours(1))).isEqualTo(first);
    test.execute("UPDATE task_keys SET expires_at = clock_timestamp() - interval '1 second'");
    TaskId next = enqueueFor(Duration.ofHours(1));
    assertThat(next).isNotEqualTo(first);
    assertThat(enqueueFor(Duration.ofHours(1))).isEqualTo(next);
  }

  private TaskId enqueueFor(Duration period) {
    return test.tasks.enqueue(new Greet("Ada"), options -> options.uniqueKey("daily", period));
  }

  @Test
  void a_key_for_a_period_is_not_taken_by_a_task_that_could_not_be_enqueued() {
    test.execute("ALTER TABLE tasks ADD CONSTRAINT refuses CHECK (payload NOT LIKE '%Ada%')");
    assertThatThrownBy(() -> enqueueFor(Duration.ofHours(1))).isInstanceOf(TasksUnavailable.class);
    test.execute("ALTER TABLE tasks DROP CONSTRAINT refuses");
    assertThat(test.control.find(enqueueFor(Duration.ofHours(1)))).isPresent();
  }

  @Test
  void what_cannot_be_enqueued_is_told_in_a_sentence() {
    assertRefused(
        new Unknown("x"),
        "No @TaskHandler takes a .*Unknown; there are handlers of \\[count, greet].");
    assertRefused(
        new Greet("x".repeat(70_000)),
        "The payload of the task greet has 70[.,]011 bytes, and 65[.,]536 is the most: .*");
    assertRefused(
        new Greet("ä".repeat(33_000)), "The payload of the task greet has 66[.,]011 bytes, .*");
    assertThat(test.tasks.enqueue(new Greet("x".repeat(65_000)))).isNotNull();
    assertOptionRefused(
        options -> options.delay(Duration.ofSeconds(-1)), "A task cannot wait for PT-1S: .*");
    assertOptionRefused(
        options -> options.delay(Duration.ofDays(4000)), "A task cannot wait for .*");
    assertOptionRefused(options -> options.at(Instant.MAX), "A task cannot .*");
    assertOptionRefused(
        options -> options.uniqueKey(" "), "A key of a task has 1 to 200 characters.");
    assertOptionRefused(
        options -> options.uniqueKey("k", Duration.ZERO), "The period of the unique key k is 0.");
    assertOptionRefused(options -> options.owner("a\0"), "A key of a task .*");
    assertOptionRefused(
        options -> options.delay(Duration.ofSeconds(1)).at(Instant.EPOCH),
        "A task has a delay or a time to start at, not both.");
    assertThatThrownBy(
            () -> test.tasks.enqueueAll(List.of(new Count(1)), options -> options.uniqueKey("k")))
        .hasMessageContaining("cannot share the unique key k");
    assertThat(test.count("SELECT count(*) FROM tasks")).isEqualTo(1);
  }

  private void assertRefused(Object payload, String message) {
    assertThatThrownBy(() -> test.tasks.enqueue(payload))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(message);
  }

  private void assertOptionRefused(
      java.util.function.Consumer<TaskOptions> options, String message) {
    assertThatThrownBy(() -> test.tasks.enqueue(new Greet("Ada"), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(message);
  }

  @Test
  void a_payload_comes_back_as_it_was_whatever_characters_it_has() {
    test.work(1);
    for (String name :
        List.of("", "\0\u0001\"\\\n", "\uD83D\uDE00", "\uFFFF", "a\uD800b", "\uDC00")) {
      TaskId id = test.tasks.enqueue(new Greet(name));
      // Half of a pair is no character, and no encoding has it.
      String kept = new String(name.getBytes(UTF_8), UTF_8);
      assertThat(test.ended(id).result(String.class)).isEqualTo("Hello " + kept);
    }
  }

  @Test
  void a_time_that_is_long_past_means_at_once() {
    TaskId id = test.tasks.enqueue(new Greet("Ada"), options -> options.at(Instant.MIN));
    TaskId other = test.tasks.enqueue(new Greet("Ada"), options -> options.at(Instant.EPOCH));
    test.work(1);
    assertThat(test.ended(id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(test.ended(other).state()).isEqualTo(TaskState.SUCCEEDED);
  }
}
