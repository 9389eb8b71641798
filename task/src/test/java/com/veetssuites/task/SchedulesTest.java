package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.task.Schedule.Missed;
import com.veetssuites.task.postgres.ScheduleRow;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.Together;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** However many workers there are, each time of a schedule is one task. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class SchedulesTest {

  record Tick(int number) {}

  private final ConcurrentLinkedQueue<Tick> ran = new ConcurrentLinkedQueue<>();

  @SuppressWarnings("NullAway.Init")
  private TestTasks test;

  @BeforeEach
  void begin(DataSource database) throws SQLException {
    test =
        new TestTasks(
            database,
            type(
                Tick.class,
                (payload, context) -> {
                  ran.add((Tick) payload);
                  return null;
                }));
  }

  @AfterEach
  void end() {
    test.close();
  }

  private ScheduleRow schedule(String name) {
    return test.control.schedules().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** As if the schedule was due this long ago. */
  private void due(String name, Duration ago) {
    test.execute(
        "UPDATE task_schedules SET next_at = clock_timestamp() - %d * interval '1 millisecond' WHERE name = '%s'"
            .formatted(ago.toMillis(), name));
    test.signals.call(TaskSignals.SCHEDULES);
  }

  @Test
  void of_many_workers_that_see_a_time_come_one_enqueues() {
    for (int i = 0; i < 4; i++) {
      test.work(2);
    }
    for (int i = 0; i < 5; i++) {
      test.schedules.schedule(
          "s" + i, Schedule.every(Duration.ofHours(1)), Missed.RUN_ONCE, new Tick(i));
    }
    for (int round = 1; round <= 40; round++) {
      for (int i = 0; i < 5; i++) {
        due("s" + i, Duration.ZERO);
      }
      int times = round * 5;
      TestTasks.await("each to run", () -> ran.size() >= times);
      TestTasks.await("nothing to wait", () -> test.count("SELECT count(*) FROM tasks") == 0);
    }
    assertThat(ran).hasSize(200);
    for (int i = 0; i < 5; i++) {
      assertThat(ran.stream().filter(new Tick(i)::equals)).hasSize(40);
    }
  }

  @Test
  void a_rate_and_a_cron_expression_run_by_themselves() {
    test.work(2);
    test.work(2);
    test.schedules.schedule(
        "rate", Schedule.every(Duration.ofSeconds(1)), Missed.RUN_ONCE, new Tick(1));
    test.schedules.schedule("cron", Schedule.cron("* * * * * *"), Missed.SKIP, new Tick(2));
    TestTasks.await(
        "both to run thrice",
        () ->
            ran.stream().filter(new Tick(1)::equals).count() >= 3
                && ran.stream().filter(new Tick(2)::equals).count() >= 3);
    assertThat(schedule("rate").lastTask()).isNotNull();
    assertThat(test.schedules.remove("rate")).isTrue();
    assertThat(test.schedules.remove("rate")).isFalse();
  }

  @Test
  void what_still_waits_since_the_time_before_is_not_enqueued_again() {
    test.control.pause("default");
    test.work(1);
    test.schedules.schedule("s", Schedule.every(Duration.ofHours(1)), Missed.RUN_ONCE, new Tick(1));
    for (int i = 0; i < 5; i++) {
      due("s", Duration.ZERO);
      TestTasks.await("it to be moved on", () -> schedule("s").nextAt().isAfter(Instant.now()));
    }
    assertThat(test.count("SELECT count(*) FROM tasks")).isEqualTo(1);
  }

  @Test
  void missed_times_are_made_up_for_once_or_passed_over() {
    test.schedules.schedule(
        "once", Schedule.every(Duration.ofMinutes(10)), Missed.RUN_ONCE, new Tick(1));
    test.schedules.schedule(
        "skip", Schedule.every(Duration.ofMinutes(10)), Missed.SKIP, new Tick(2));
    due("once", Duration.ofHours(5));
    due("skip", Duration.ofHours(5));
    Instant before = Instant.now();
    test.work(1);
    test.work(1);
    TestTasks.await(
        "both to be moved on",
        () ->
            schedule("once").nextAt().isAfter(before) && schedule("skip").nextAt().isAfter(before));
    TestTasks.await("one to run", () -> !ran.isEmpty());
    assertThat(ran).containsExactly(new Tick(1));
    assertThat(schedule("skip").lastTask()).isNull();
    assertThat(schedule("once").nextAt())
        .isBefore(before.plus(Duration.ofMinutes(10)).plusSeconds(60));
    // A little late is not missed.
    due("skip", Duration.ofSeconds(20));
    TestTasks.await("it to run", () -> ran.contains(new Tick(2)));
  }

  private static Schedules.Configured configured(String name, int number, Duration period) {
    return new Schedules.Configured(
        name,
        "tick",
        "{\"number\": %d}".formatted(number),
        Schedule.every(period),
        Missed.RUN_ONCE);
  }

  @Test
  void the_configuration_is_changed_and_removed_and_what_is_not_of_it_stays() {
    Duration hour = Duration.ofHours(1);
    test.schedules.schedule("by hand", Schedule.every(hour), Missed.SKIP, new Tick(9));
    test.schedules.configure(List.of(configured("a", 1, hour), configured("b", 2, hour)));
    Instant next = schedule("a").nextAt();
    test.schedules.configure(
        List.of(configured("a", 3, hour), configured("b", 2, Duration.ofDays(2))));
    assertThat(schedule("a").nextAt()).as("the time is kept").isEqualTo(next);
    assertThat(schedule("a").payload()).isEqualTo("{\"number\": 3}");
    assertThat(schedule("b").nextAt()).isAfter(Instant.now().plus(Duration.ofDays(1)));
    test.schedules.configure(List.of(configured("a", 3, hour)));
    assertThat(test.control.schedules())
        .extracting(ScheduleRow::name)
        .containsExactly("a", "by hand");
    test.schedules.configure(List.of());
    assertThat(test.control.schedules()).extracting(ScheduleRow::name).containsExactly("by hand");
  }

  @Test
  void nodes_that_configure_at_once_end_with_one_configuration() throws Exception {
    var random = new Random(1);
    for (int round = 0; round < 20; round++) {
      List<Schedules.Configured> all =
          List.of(
              configured("a", round, Duration.ofHours(1 + random.nextInt(9))),
              configured("b" + round, round, Duration.ofHours(1)),
              configured("c", round, Duration.ofHours(1)));
      Together.times(
          6,
          () -> {
            test.schedules.configure(all);
            return all;
          });
      assertThat(test.control.schedules())
          .extracting(ScheduleRow::name)
          .containsExactly("a", "b" + round, "c");
      assertThat(schedule("a").timing()).isEqualTo(all.getFirst().timing().toString());
    }
  }

  @Test
  void a_wrong_schedule_is_told_in_a_sentence() {
    assertWrong(
        new Schedules.Configured("s", "tock", "{}", Schedule.cron("@daily"), Missed.SKIP),
        "The schedule s is for the task tock, which no handler takes; there are [tick].");
    assertWrong(
        new Schedules.Configured("s", "tick", "{}", Schedule.cron("@daily"), Missed.SKIP),
        "The payload of the schedule s is wrong. The payload of this tick is of another shape than"
            + " Tick: number is missing.");
    assertWrong(
        new Schedules.Configured(
            "s", "tick", "{\"number\": 1}", Schedule.cron("0 0 30 2 *"), Missed.SKIP),
        "The schedule s never comes: cron 0 0 30 2 * Z.");
    assertThat(test.control.schedules()).isEmpty();
  }

  private void assertWrong(Schedules.Configured schedule, String message) {
    assertThatThrownBy(() -> test.schedules.configure(List.of(schedule)))
        .isInstanceOf(InvalidTasks.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void a_schedule_is_read_back_from_its_text_and_knows_the_summer_time() {
    for (Schedule each :
        List.of(
            Schedule.every(Duration.ofSeconds(90)),
            Schedule.cron("30 3 * * MON"),
            new Schedule.Cron(" 0 0 12 * * * ", ZoneId.of("Europe/Berlin")))) {
      assertThat(Schedule.parse(each.toString())).hasToString(each.toString());
    }
    Schedule noon = new Schedule.Cron("0 12 * * *", ZoneId.of("Europe/Berlin"));
    Instant before = Instant.parse("2026-03-28T12:00:00Z");
    assertThat(noon.after(before, before)).isEqualTo("2026-03-29T10:00:00Z");
    Schedule lost = new Schedule.Cron("30 2 * * *", ZoneId.of("Europe/Berlin"));
    Instant night = Instant.parse("2026-03-28T23:00:00Z");
    assertThat(lost.after(night, night)).isAfter(night);
  }
}
