package com.veetssuites.task.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.task.InvalidTasks;
import com.veetssuites.task.Schedules;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskHandler;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskSignals;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import com.veetssuites.task.TaskTypes;
import com.veetssuites.task.Tasks;
import com.veetssuites.task.micrometer.TaskMeters;
import com.veetssuites.task.postgres.ScheduleRow;
import com.veetssuites.task.spring.WorkerLifecycle;
import com.veetssuites.testing.PostgresExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application with this module alone: what is there by default, what the settings do. */
@Timeout(120)
class TaskAutoConfigurationTest {

  record ProcessFile(long fileId, String folderName, Duration maxTime) {}

  record SendLetter(String to) {}

  /** Handlers of an application. */
  @Configuration(proxyBeanMethods = false)
  static class Handlers {

    @TaskHandler(queue = "file_processing", maxRetries = 0)
    String process(ProcessFile task) {
      if (task.fileId() < 0) {
        throw new IllegalStateException("No such file");
      }
      return task.folderName() + " in " + task.maxTime();
    }

    @TaskHandler
    void send(SendLetter task) {}
  }

  /** A second handler of a type that there is. */
  @Configuration(proxyBeanMethods = false)
  static class Second {
    @TaskHandler
    void again(SendLetter task) {}
  }

  /** A handler whose payload is none. */
  @Configuration(proxyBeanMethods = false)
  static class Wrong {
    @TaskHandler(type = "wrong")
    void wrong(String text, int number) {}
  }

  /** What an application has of its own. */
  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    TaskTypes ownTypes() {
      return new TaskTypes(java.util.List.of(), java.util.Map.of(), java.util.List.of("default"));
    }
  }

  private ApplicationContextRunner runner = new ApplicationContextRunner();

  @BeforeEach
  void begin() {
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, TaskAutoConfiguration.class))
            .withPropertyValues(
                "spring.datasource.url=" + PostgresExtension.createDatabase(),
                "veets.tasks.queues.file-processing.concurrency=2")
            .withUserConfiguration(Handlers.class);
  }

  private static TaskStatus ended(ApplicationContext context, TaskId id) {
    TaskControl control = context.getBean(TaskControl.class);
    await(() -> control.find(id).filter(task -> task.finishedAt() != null).isPresent());
    return control.find(id).orElseThrow();
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within 30 s").isLessThan(until);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void by_default_tables_are_there_and_tasks_run() {
    runner.run(context -> {
      assertThat(context)
          .hasSingleBean(Tasks.class)
          .hasSingleBean(TaskControl.class)
          .hasSingleBean(Schedules.class)
          .hasSingleBean(TaskSignals.class)
          .hasSingleBean(WorkerLifecycle.class)
          .doesNotHaveBean(TaskMeters.class);
      TaskId id =
          context.getBean(Tasks.class).enqueue(new ProcessFile(1, "cvs", Duration.ofMinutes(3)));
      TaskStatus ended = ended(context, id);
      assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(ended.queue()).isEqualTo("file_processing");
      assertThat(ended.result(String.class)).isEqualTo("cvs in PT3M");
    });
  }

  @Test
  void nothing_is_there_when_it_is_switched_off_or_there_is_no_database() {
    runner
        .withPropertyValues("veets.tasks.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Tasks.class));
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TaskAutoConfiguration.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Tasks.class));
  }

  @Test
  void without_a_worker_tasks_are_enqueued_for_others() {
    runner
        .withPropertyValues("veets.tasks.worker.enabled=false")
        .run(context -> {
          assertThat(context).hasSingleBean(Tasks.class).doesNotHaveBean(WorkerLifecycle.class);
          TaskId id = context.getBean(Tasks.class).enqueue(new SendLetter("ada"));
          TaskControl control = context.getBean(TaskControl.class);
          assertThat(control.find(id).orElseThrow().state()).isEqualTo(TaskState.QUEUED);
          assertThat(control.workers()).isEmpty();
        });
  }

  @Test
  void it_backs_off_from_what_the_application_has() {
    runner
        .withUserConfiguration(Own.class)
        .run(context -> {
          assertThat(context).hasSingleBean(TaskTypes.class);
          assertThat(context.getBean(TaskTypes.class).names()).isEmpty();
        });
  }

  @Test
  void a_queue_is_named_in_any_way_that_a_property_can_be() {
    for (String name :
        new String[] {
          "file-processing", "file_processing", "[file_processing]", "fileProcessing"
        }) {
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(DataSourceAutoConfiguration.class, TaskAutoConfiguration.class))
          .withUserConfiguration(Handlers.class)
          .withPropertyValues(
              "spring.datasource.url=" + PostgresExtension.createDatabase(),
              "veets.tasks.queues." + name + ".concurrency=3")
          .run(context -> {
            assertThat(context).as(name).hasNotFailed();
            assertThat(context.getBean(TaskQueues.class).concurrency())
                .as(name)
                .containsOnlyKeys("default", "file_processing")
                .containsEntry("file_processing", 3);
          });
    }
  }

  @Test
  void a_route_outranks_the_handler() {
    runner
        .withPropertyValues(
            "veets.tasks.queues.letters.concurrency=1", "veets.tasks.routes.send-letter=letters")
        .run(context -> {
          TaskId id = context.getBean(Tasks.class).enqueue(new SendLetter("ada"));
          assertThat(ended(context, id).queue()).isEqualTo("letters");
        });
  }

  @Test
  void a_schedule_of_the_configuration_has_the_payload_of_its_record() {
    runner
        .withPropertyValues(
            "veets.tasks.schedules.nightly.task=process_file",
            "veets.tasks.schedules.nightly.cron=30 3 * * *",
            "veets.tasks.schedules.nightly.zone=Europe/Berlin",
            "veets.tasks.schedules.nightly.payload.fileId=7",
            "veets.tasks.schedules.nightly.payload.folder-name=cvs",
            "veets.tasks.schedules.nightly.payload.maxTime=PT5M",
            "veets.tasks.schedules.letter.task=send-letter",
            "veets.tasks.schedules.letter.every=1s",
            "veets.tasks.schedules.letter.payload.to=ada")
        .run(context -> {
          assertThat(context).hasNotFailed();
          TaskControl control = context.getBean(TaskControl.class);
          assertThat(control.schedules())
              .extracting(ScheduleRow::name)
              .containsExactly("letter", "nightly");
          ScheduleRow nightly = control.schedules().getLast();
          assertThat(nightly.payload()).contains("\"fileId\":", "\"folderName\":\"cvs\"");
          await(() -> control.schedules().getFirst().lastTask() != null);
          TaskId last =
              new TaskId(Objects.requireNonNull(control.schedules().getFirst().lastTask()));
          assertThat(ended(context, last).state()).isEqualTo(TaskState.SUCCEEDED);
        });
  }

  @Test
  void wrong_settings_fail_the_start_with_a_sentence() {
    assertFails(
        "The schedule s must have either cron or every.",
        "veets.tasks.schedules.s.task=send_letter");
    assertFails(
        "The payload of the schedule s is wrong. The payload of this send_letter is of another shape than SendLetter: to is missing.",
        "veets.tasks.schedules.s.task=send_letter",
        "veets.tasks.schedules.s.every=1h",
        "veets.tasks.schedules.s.payload.too=ada");
    assertFails(
        "The schedule s: \"61 * * * *\" is no cron expression",
        "veets.tasks.schedules.s.task=send_letter",
        "veets.tasks.schedules.s.cron=61 * * * *");
    assertFails(
        "The schedule s has the zone \"Mars\"",
        "veets.tasks.schedules.s.task=send_letter",
        "veets.tasks.schedules.s.cron=* * * * *",
        "veets.tasks.schedules.s.zone=Mars");
    assertFails(
        "The schedule s is for the task nothing, which no handler takes",
        "veets.tasks.schedules.s.task=nothing",
        "veets.tasks.schedules.s.every=1h");
    assertFails(
        "The concurrency of the queue default is 0", "veets.tasks.queues.default.concurrency=0");
    assertFails("There is no queue \"nowhere\" to serve", "veets.tasks.worker.queues=nowhere");
    assertFails(
        "The task send_letter goes to the queue nowhere", "veets.tasks.routes.send-letter=nowhere");
    assertFails("There is a route for the task nothing", "veets.tasks.routes.nothing=default");
    runner
        .withPropertyValues("veets.tasks.colour=red")
        .run(context ->
            assertThat(context.getStartupFailure()).hasStackTraceContaining("veets.tasks.colour"));
    runner
        .withUserConfiguration(Second.class)
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasRootCauseInstanceOf(InvalidTasks.class)
                .hasStackTraceContaining("Two handlers take the task send_letter"));
    runner
        .withUserConfiguration(Wrong.class)
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("The @TaskHandler Wrong.wrong must take the payload"));
  }

  private void assertFails(String sentence, String... properties) {
    runner
        .withPropertyValues(properties)
        .run(context ->
            assertThat(context.getStartupFailure())
                .as(sentence)
                .isNotNull()
                .hasStackTraceContaining("InvalidTasks: " + sentence));
  }

  @Test
  void what_happens_is_counted() {
    runner
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(context -> {
          Tasks tasks = context.getBean(Tasks.class);
          assertThat(ended(context, tasks.enqueue(new ProcessFile(1, "a", Duration.ZERO))).state())
              .isEqualTo(TaskState.SUCCEEDED);
          assertThat(ended(context, tasks.enqueue(new ProcessFile(-1, "a", Duration.ZERO))).state())
              .isEqualTo(TaskState.DEAD);
          MeterRegistry meters = context.getBean(MeterRegistry.class);
          await(() -> count(meters, "tasks.dead") == 1 && count(meters, "tasks.succeeded") == 1);
          assertThat(count(meters, "tasks.enqueued")).isEqualTo(2);
          assertThat(count(meters, "tasks.started")).isEqualTo(2);
          for (String zero :
              new String[] {
                "tasks.retried", "tasks.cancelled", "tasks.snoozed", "tasks.given.back"
              }) {
            assertThat(count(meters, zero)).as(zero).isZero();
          }
          for (String timer : new String[] {"tasks.run", "tasks.wait"}) {
            assertThat(
                    meters
                        .get(timer)
                        .tag("type", "process_file")
                        .tag("queue", "file_processing")
                        .timer()
                        .count())
                .as(timer)
                .isEqualTo(2);
          }
          assertThat(meters.get("tasks.queue.dead").tag("queue", "file_processing").gauge().value())
              .isEqualTo(1);
          assertThat(meters.get("tasks.queue.length").tag("queue", "default").gauge().value())
              .isZero();
          assertThat(meters.get("tasks.queue.scheduled").tag("queue", "default").gauge().value())
              .isZero();
          assertThat(meters.get("tasks.workers").gauge().value()).isEqualTo(1);
        });
  }

  private static double count(MeterRegistry meters, String name) {
    return meters
        .get(name)
        .tag("type", "process_file")
        .tag("queue", "file_processing")
        .counter()
        .count();
  }
}
