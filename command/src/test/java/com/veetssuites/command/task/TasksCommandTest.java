package com.veetssuites.command.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.command.CommandDatabase;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.task.TaskBench.CopyRecording;
import com.veetssuites.command.task.TaskBench.ReadCv;
import com.veetssuites.command.task.TaskBench.SendMail;
import com.veetssuites.task.Schedule;
import com.veetssuites.testing.PostgresExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class TasksCommandTest {

  private static final String NO_TASK = "019a3c5e-7b1d-7c42-9f0a-0d5b8a3e6f21";

  private String url = PostgresExtension.createDatabase();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();
  private boolean terminal;
  private boolean answer;
  private int released;
  private TaskBench bench;

  @BeforeEach
  void tables() throws SQLException {
    bench = new TaskBench(source(url));
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  private static PGSimpleDataSource source(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandDatabase.Access access =
        other -> {
          if (other != null) {
            throw new CommandFailed("There is no database at " + other + ".");
          }
          return new CommandDatabase(source(url), "that of the test", () -> released++);
        };
    Confirmation confirmation =
        new Confirmation() {
          @Override
          public boolean possible() {
            return terminal;
          }

          @Override
          public boolean given(String question) {
            asked.add(question);
            return answer;
          }
        };
    CommandLine commandLine = new CommandLine(new TasksCommand(access, confirmation));
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    commandLine.setExecutionExceptionHandler((failure, line, result) -> {
      assertThat(failure).isInstanceOf(CommandFailed.class);
      line.getErr().println(failure.getMessage());
      return 1;
    });
    return commandLine.execute(arguments);
  }

  /** The document that a command answers with. */
  private JsonNode json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    assertThat(run(all.toArray(String[]::new))).as(err.toString()).isZero();
    return document();
  }

  private JsonNode document() {
    return JsonMapper.builder().build().readTree(out.toString());
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private void awaitDead(int count) {
    until(() -> json("dead").get("tasks").size() == count);
  }

  private List<String> ids(String... arguments) {
    List<String> ids = new ArrayList<>();
    json(arguments).get("tasks").forEach(task -> ids.add(task.get("id").asString()));
    return ids;
  }

  @Test
  void what_runs_is_shown_and_a_cancel_reaches_its_worker_at_once() throws InterruptedException {
    bench.work("worker-1");
    String id = bench.enqueue(new CopyRecording(7));
    bench.copying.await();
    until(() -> json("active").get("tasks").get(0).get("progress").asInt() == 40);

    JsonNode task = document().get("tasks").get(0);
    assertThat(task.get("id").asString()).isEqualTo(id);
    assertThat(task.get("type").asString()).isEqualTo("copy_recording");
    assertThat(task.get("queue").asString()).isEqualTo("files");
    assertThat(task.get("worker").asString()).isEqualTo("worker-1");
    assertThat(task.get("state").asString()).isEqualTo("running");
    assertThat(task.get("attempt").asInt()).isEqualTo(1);
    assertThat(task.get("running_seconds").asDouble()).isBetween(0.0, 60.0);
    assertThat(Instant.parse(task.get("started_at").asString())).isNotNull();

    assertThat(run("active")).isZero();
    assertThat(out.toString())
        .containsPattern(id + " +copy_recording +files +worker-1 +1 +[0-9.]+ s +40 % 2 of 5 GB")
        .doesNotContain("\u001b");

    assertThat(run("cancel", id)).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualTo("Task " + id + " is being interrupted.\n");
    assertThat(bench.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    until(() -> json("show", id).get("state").asString().equals("cancelled"));
    assertThat(run("cancel", id)).isEqualTo(1);
    assertThat(err.toString()).contains("has ended already: it is cancelled");
    assertThat(run("active")).isZero();
    assertThat(out.toString()).isEqualTo("Nothing runs.\n");
  }

  @Test
  void what_waits_is_shown_in_its_order_and_as_much_as_was_asked_for() {
    String low = bench.enqueueLow(new SendMail("a@example.org"));
    String first = bench.enqueue(new SendMail("b@example.org"));
    String later =
        bench
            .tasks
            .enqueue(new SendMail("c@example.org"), options -> options.delay(Duration.ofHours(1)))
            .toString();
    String other = bench.enqueue(new CopyRecording(1));

    assertThat(ids("queued")).containsExactly(other, first, later, low);
    assertThat(ids("queued", "--queue", "mail")).containsExactly(first, later, low);
    assertThat(ids("queued", "--type", "copy_recording")).containsExactly(other);
    assertThat(ids("queued", "--queue", "mail", "--limit", "2")).containsExactly(first, later);
    assertThat(document().get("more").asBoolean()).isTrue();
    assertThat(document().get("tasks").get(1).get("state").asString()).isEqualTo("scheduled");

    assertThat(run("queued", "--limit", "3")).isZero();
    assertThat(out.toString())
        .containsPattern(first + " +send_mail +mail +normal +queued +20[0-9T:-]+Z +0\n")
        .contains("And more;")
        .doesNotContain("example.org");
    assertThat(run("cancel", later)).isZero();
    assertThat(out.toString()).contains("is removed; it never ran");
    assertThat(ids("queued", "--queue", "mail")).containsExactly(first, low);
  }

  @Test
  void of_the_dead_a_table_shows_the_first_line_of_the_error_and_json_everything() {
    bench.work("worker-1");
    String id = bench.enqueue(new ReadCv("confidential"));
    awaitDead(1);

    JsonNode task = document().get("tasks").get(0);
    assertThat(task.get("payload").get("secret").asString()).isEqualTo("confidential");
    assertThat(task.get("error").asString()).isEqualTo(TaskBench.ERROR);
    assertThat(task.get("failures").get(0).get("attempt").asInt()).isEqualTo(1);
    assertThat(task.get("failures").get(0).get("error").asString()).isEqualTo(TaskBench.ERROR);

    assertThat(run("dead")).isZero();
    assertThat(out.toString())
        .containsPattern(id + " +read_cv +files +1 +20[0-9T:-]+Z +No text in it\\.\n")
        .doesNotContain("confidential", "Second", "\u001b");

    assertThat(run("show", id)).isZero();
    assertThat(out.toString())
        .contains("confidential", "Try 1 failed at 20", "  Second line")
        .doesNotContain("\u001b");
    assertThat(ids("dead", "--queue", "mail")).isEmpty();
    assertThat(ids("dead", "--queue", "files", "--type", "read_cv")).containsExactly(id);
  }

  @Test
  void dead_tasks_go_back_by_id_by_type_and_all_of_a_queue() {
    bench.work("worker-1");
    List<String> ids =
        IntStream.range(0, 4).mapToObj(n -> bench.enqueue(new ReadCv("" + n))).toList();
    awaitDead(4);
    assertThat(run("pause", "files")).isZero();

    JsonNode document = json("retry", ids.get(0), ids.get(1), ids.get(1));
    assertThat(document.get("complete").asBoolean()).isTrue();
    assertThat(document.get("decisions")).hasSize(2);
    assertThat(ids("queued")).containsExactlyInAnyOrder(ids.get(0), ids.get(1));
    assertThat(run("retry", ids.get(0), NO_TASK, ids.get(2), "--json")).isEqualTo(1);
    assertThat(err.toString())
        .contains("Task " + ids.get(0) + " is queued; only a dead one can be retried.")
        .contains("There is no task " + NO_TASK);
    assertThat(document().get("decisions").get(2).get("outcome").asString()).isEqualTo("retried");

    assertThat(run("retry", "--all", "--queue", "mail")).isZero();
    assertThat(out.toString()).isEqualTo("Retried 0 tasks.\n");
    assertThat(run("retry", "--type", "read_cv")).isZero();
    assertThat(out.toString()).isEqualTo("Retried 1 task.\n");
    assertThat(ids("queued")).containsExactlyInAnyOrderElementsOf(ids);

    assertThat(run("resume", "files")).isZero();
    awaitDead(4);
    assertThat(json("retry", "--all").get("decisions").get(0).get("tasks").asInt()).isEqualTo(4);
    awaitDead(4);
    assertThat(document().get("tasks").get(0).get("failures").size()).isGreaterThan(1);
  }

  @Test
  void a_paused_queue_waits_and_a_resumed_one_goes_on_at_once() {
    bench.work("worker-1");
    until(() -> json("workers").get("workers").size() == 1);
    assertThat(run("pause", "mail", "fils")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("Queue mail is paused, with 0 tasks waiting.\n");
    assertThat(err.toString()).isEqualTo("There is no queue \"fils\"; did you mean files?\n");

    String id = bench.enqueue(new SendMail("a@example.org"));
    JsonNode mail = json("queues").get("queues").get(1);
    assertThat(mail.get("queue").asString()).isEqualTo("mail");
    assertThat(mail.get("paused").asBoolean()).isTrue();
    assertThat(mail.get("queued").asInt()).isEqualTo(1);
    assertThat(mail.get("workers").asInt()).isEqualTo(1);
    assertThat(mail.get("concurrency").asInt()).isEqualTo(3);
    assertThat(run("queues")).isZero();
    assertThat(out.toString()).containsPattern("mail +1 +0 +0 +0 +1 +3 +paused");

    assertThat(run("resume", "mail")).isZero();
    until(() -> json("show", id).get("state").asString().equals("succeeded"));
    assertThat(document().get("result").asString()).isEqualTo("sent");
  }

  @Test
  void counts_and_run_times_are_told_by_type() {
    bench.work("worker-1");
    bench.enqueue(new SendMail("a@example.org"));
    bench.enqueue(new SendMail("b@example.org"));
    bench.enqueue(new ReadCv("c"));
    until(() -> {
      JsonNode types = json("stats").get("types");
      return types.size() == 2
          && types.get(0).get("dead").asInt() == 1
          && types.get(1).get("succeeded").asInt() == 2;
    });
    JsonNode mail = document().get("types").get(1);
    assertThat(mail.get("type").asString()).isEqualTo("send_mail");
    assertThat(mail.get("mean_millis").asDouble()).isPositive();
    assertThat(mail.get("p95_millis").asDouble())
        .isGreaterThanOrEqualTo(mail.get("mean_millis").asDouble());
    assertThat(run("stats")).isZero();
    assertThat(out.toString())
        .containsPattern("send_mail +mail +0 +0 +0 +2 +0 +0 +[0-9.,]+ +[0-9.,]+\n")
        .containsPattern("read_cv +files +0 +0 +0 +0 +1 +0 +- +-\n");
  }

  @Test
  void workers_tell_what_they_serve_and_how_much_they_have_in_hand() throws InterruptedException {
    assertThat(run("workers")).isZero();
    assertThat(out.toString()).startsWith("No worker runs:");

    bench.work("worker-1");
    bench.enqueue(new CopyRecording(1));
    bench.copying.await();
    JsonNode worker = json("workers").get("workers").get(0);
    assertThat(worker.get("queues").get("mail").asInt()).isEqualTo(3);
    assertThat(worker.get("types")).hasSize(3);
    assertThat(worker.get("running").asInt()).isEqualTo(1);
    assertThat(worker.get("heartbeat_seconds").asDouble()).isBetween(0.0, 60.0);
    assertThat(run("workers")).isZero();
    assertThat(out.toString())
        .containsPattern("worker-1 +files×2 mail×3 +1 +20[0-9T:-]+Z +[0-9.]+ s ago +running\n");
  }

  @Test
  void schedules_tell_when_they_come_next() {
    assertThat(run("schedules")).isZero();
    assertThat(out.toString()).isEqualTo("There are no schedules.\n");

    bench.schedules.schedule(
        "weekly", Schedule.cron("30 3 * * MON"), Schedule.Missed.SKIP, new SendMail("all"));
    JsonNode schedule = json("schedules").get("schedules").get(0);
    assertThat(schedule.get("task").asString()).isEqualTo("send_mail");
    assertThat(schedule.get("missed").asString()).isEqualTo("skip");
    assertThat(schedule.get("payload").get("address").asString()).isEqualTo("all");
    assertThat(schedule.get("last_task").isNull()).isTrue();
    assertThat(run("schedules")).isZero();
    assertThat(out.toString())
        .containsPattern("weekly +send_mail +cron 30 3 \\* \\* MON Z +20\\S+T03:30:00Z +- +-\n");
  }

  @Test
  void a_purge_asks_and_deletes_only_what_waits_in_these_queues() {
    bench.enqueue(new SendMail("a@example.org"));
    bench.enqueue(new SendMail("b@example.org"));
    bench.enqueue(new ReadCv("c"));

    assertThat(run("purge", "mail")).isEqualTo(2);
    assertThat(err.toString()).contains("confirm with --yes");
    terminal = true;
    assertThat(run("purge", "mail")).isEqualTo(1);
    assertThat(asked).containsExactly("Delete 2 tasks waiting in mail?");
    assertThat(err.toString()).isEqualTo("Queue mail stays as it is.\n");
    assertThat(ids("queued")).hasSize(3);

    answer = true;
    assertThat(run("purge", "mail", "mial")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("Deleted 2 tasks of queue mail.\n");
    assertThat(err.toString()).contains("did you mean mail?");
    assertThat(ids("queued", "--queue", "files")).hasSize(1);
    terminal = false;
    assertThat(json("purge", "files", "--yes").get("decisions").get(0).get("tasks").asInt())
        .isEqualTo(1);
    assertThat(asked).hasSize(2);
  }

  @Test
  void the_beginning_of_an_id_is_enough_when_it_is_that_of_one_task() {
    List<String> ids = new ArrayList<>();
    bench
        .tasks
        .enqueueAll(Collections.nCopies(300, new SendMail("a")))
        .forEach(id -> ids.add("" + id));
    String id = ids.get(7);
    String shortest =
        IntStream.rangeClosed(8, id.length())
            .mapToObj(length -> id.substring(0, length))
            .filter(start -> ids.stream().filter(each -> each.startsWith(start)).count() == 1)
            .findFirst()
            .orElseThrow();

    assertThat(run("show", id.substring(0, 8))).isEqualTo(1);
    assertThat(err.toString()).contains("Several tasks begin with " + id.substring(0, 8));
    assertThat(json("show", shortest.toUpperCase(Locale.ROOT)).get("id").asString()).isEqualTo(id);
    assertThat(run("cancel", shortest, "ffffffff", "xyz", id.substring(0, 7))).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("Task " + id + " is removed; it never ran.\n");
    assertThat(err.toString().lines())
        .containsExactly(
            "There is no task ffffffff…, or it has expired.",
            "\"xyz\" is no id of a task: that is a UUID, or at least its first 8 characters.",
            "\"%s\" is no id of a task: that is a UUID, or at least its first 8 characters."
                .formatted(id.substring(0, 7)));
    assertThat(json("show", shortest).get("state").asString()).isEqualTo("cancelled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "active",
        "queued",
        "dead",
        "stats",
        "queues",
        "workers",
        "schedules",
        "retry --all",
        "cancel " + NO_TASK,
        "show " + NO_TASK,
        "pause mail",
        "resume mail",
        "purge mail --yes"
      })
  void a_database_without_tasks_is_told_in_a_sentence(String arguments) {
    url = PostgresExtension.createDatabase();
    assertThat(run(arguments.split(" "))).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "There are no tasks in this database yet: `veets serve` and `veets worker` make their tables.\n");
    assertThat(released).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | active --limit 0                   | from 1 to 1000
          2 | queued --limit 1001                | from 1 to 1000
          2 | dead --limit x                     | is not an int
          2 | retry                              | Name the dead tasks
          2 | retry --queue mail                 | Name the dead tasks
          2 | retry --all 12345678               | not both
          2 | cancel                             | Missing required parameter
          2 | pause                              | Missing required parameter
          2 | show                               | Missing required parameter
          2 | purge mail                         | confirm with --yes
          1 | queued --queue mial                | did you mean mail?
          1 | dead --type send-mial              | did you mean send_mail?
          1 | retry --type sendmail              | did you mean send_mail?
          1 | retry --all --queue nothing        | there is mail.
          1 | pause nothing                      | there is mail.
          1 | active --url postgres://nowhere/x  | There is no database at
          """)
  void bad_input_is_told_in_a_sentence(int code, String arguments, String complaint) {
    bench.enqueue(new SendMail("a@example.org"));
    assertThat(run(arguments.strip().split(" +"))).isEqualTo(code);
    assertThat(err.toString()).contains(complaint);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void without_a_command_the_commands_are_shown() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("active", "schedules", "purge", "Examples:");
    for (CommandLine each :
        new CommandLine(
                new TasksCommand(url -> {
                  throw new CommandFailed(url + "");
                }))
            .getSubcommands()
            .values()) {
      assertThat(each.getUsageMessage()).contains("Examples:", "veets tasks", "--json", "--url");
    }
  }
}
