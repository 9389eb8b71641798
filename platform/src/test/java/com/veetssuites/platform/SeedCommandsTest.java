package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.task.TaskControl;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every command line of the Django platform's documentation does here what it did there, in the
 * environment that is written there: Redis, the variables of Celery, and {@code DEBUG=false}.
 */
@Timeout(180)
class SeedCommandsTest {

  private static final String SECRET = "a secret for tests that is long enough to sign with";
  private static final String WORKER = "celery -A veetssuites worker -l info --concurrency=4";
  private static final String FLOWER = "celery -A veetssuites flower";
  private static final String APACHE_BENCH = "ab -n 1000 -c 10 http://localhost:8000/api/courses/";
  private static final Path AB = Path.of("/usr/bin/ab");

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // made when the platform is started
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private static PlatformServer server;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, String> environment;

  /**
   * A line as it is written there, what is typed after {@code veets} for it, and what it says.
   *
   * @param said a regular expression that is to be found in what it prints
   */
  record Line(String seed, String typed, String said) {

    @Override
    public String toString() {
      return seed;
    }
  }

  /** Those that end by themselves, in the order of the page. */
  static Stream<Line> lines() {
    return Stream.of(
        manage("optimize_database --create-indexes", "[1-9]\\d* declared: [1-9]\\d* there, 0 "),
        manage("optimize_database --analyze-queries", "Statements, as told by .*\n"),
        manage("optimize_database --vacuum", "\\d+ tables: "),
        manage("warm_cache --all", "courses +[1-9]\\d* +0 (?s:.*)portfolios"),
        manage("warm_cache --courses --pages 10", "courses +[1-9]\\d* +0 "),
        manage("warm_cache --users 1,2,3,4,5", "users +5 +0 "),
        manage("performance_monitor --metrics", "Requests\n.*from the cache"),
        manage(
            "performance_monitor --cache-stats",
            "Cache\nhit rate (?s:.*)courses.list (?s:.*)shared with other nodes"),
        manage("performance_monitor --slow-queries", "Statements, the costliest first\n"),
        manage("performance_monitor --benchmark", "Benchmark of node (?s:.*)cache l2 read"),
        manage("performance_monitor --export metrics.json", "Exported to metrics.json \\("),
        new Line(
            "celery -A veetssuites beat -l info",
            "tasks schedules",
            "warm_cache(?s:.*)optimize_database|optimize_database(?s:.*)warm_cache"),
        new Line("celery -A veetssuites inspect active", "tasks active", "Nothing runs\\."),
        new Line(
            "celery -A veetssuites inspect stats",
            "tasks stats",
            "send_notification_email +notifications +0 +0 +0 +1 "),
        new Line(
            "locust -f locustfile.py --host=http://localhost:8000",
            "load-test --help",
            "Examples:(?s:.*)veets load-test"));
  }

  private static Line manage(String arguments, String said) {
    return new Line("python manage.py " + arguments, arguments, said);
  }

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    String database = PostgresExtension.createDatabase();
    server =
        PlatformServer.start(
            database,
            "veets.demo=true",
            "veets.cache.redis.enabled=true",
            "veets.cache.redis.url=" + redis.url());
    environment =
        Map.of(
            "DATABASE_URL",
            database,
            "VEETS_DATA_FOLDER",
            server.bean(DataFolder.class).path().toString(),
            "VEETS_ACCOUNT_SECRET",
            SECRET,
            "USE_REDIS",
            "true",
            "REDIS_URL",
            redis.url(),
            "CELERY_BROKER_URL",
            redis.url(),
            "CELERY_RESULT_BACKEND",
            redis.url(),
            "DEBUG",
            "false");
    // Somebody enrolls and is written to, so that there is a task to tell of.
    Account student = server.student();
    long course = server.course(server.instructor(), "0", true);
    student.client().post("/api/courses/" + course + "/enroll/", null).expect(201);
    TaskControl tasks = server.bean(TaskControl.class);
    Awaitility.await().until(() -> tasks.types().stream().anyMatch(type -> type.succeeded() == 1));
  }

  @AfterAll
  static void stop() {
    server.close();
    redis.close();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_command_does_what_it_did(Line line) throws Exception {
    try (VeetsProcess command = new VeetsProcess(folder, environment, line.typed().split(" "))) {
      assertThat(command.await()).as(command.out() + command.err()).isZero();
      assertThat(command.out()).containsPattern(line.said());
      assertThat(command.err()).doesNotContain("No server runs", "Not warmed", "Exception");
    }
    Path exported = folder.resolve("metrics.json");
    if (line.typed().contains("--export")) {
      assertThat(JsonMapper.shared().readTree(Files.readString(exported)).at("/reports/start"))
          .isNotEmpty();
    }
  }

  @Test
  void a_worker_serves_four_tasks_at_once_of_each_queue_until_it_is_told_to_stop()
      throws Exception {
    TaskControl tasks = server.bean(TaskControl.class);
    String[] typed = WORKER.substring(WORKER.indexOf("worker")).split(" ");
    try (VeetsProcess worker = new VeetsProcess(folder, environment, typed)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> tasks.workers().size() == 2 && worker.out().contains("Running tasks of"));
      List<String> served =
          List.of("cache", "file_processing", "notifications", "analytics", "maintenance");
      assertThat(tasks.workers())
          .anySatisfy(each ->
              assertThat(served)
                  .allSatisfy(queue ->
                      assertThat(each.queues()).containsPattern("\"" + queue + "\": *4\\b")));
      worker.interrupt();
      assertThat(worker.await()).as("as the JVM ends on Ctrl-C").isEqualTo(130);
      assertThat(worker.out())
          .contains("Running tasks of all queues")
          .contains("CELERY_BROKER_URL and CELERY_RESULT_BACKEND are not used");
    }
    assertThat(tasks.workers()).hasSize(1);
  }

  @Test
  void the_dashboard_stands_where_flower_stood() {
    PlatformServer.Answer answer = server.anonymous().get("/dashboard/").expect(302);
    assertThat(answer.header("Location").orElse("")).endsWith("/dashboard/login");
  }

  @Test
  void a_thousand_requests_of_ten_at_once_are_all_answered() throws Exception {
    if (Files.isExecutable(AB)) {
      String[] typed = APACHE_BENCH.split(" ");
      typed[0] = AB.toString();
      typed[typed.length - 1] = server.url("/api/courses/").toString();
      Process ab = new ProcessBuilder(typed).redirectErrorStream(true).start();
      String said = new String(ab.getInputStream().readAllBytes());
      assertThat(ab.waitFor()).as(said).isZero();
      assertThat(said)
          .containsPattern("Complete requests: +1000\n")
          .containsPattern("Failed requests: +0\n")
          .doesNotContain("Non-2xx");
      return;
    }
    try (var threads = Executors.newFixedThreadPool(10)) {
      List<Future<?>> answers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        answers.add(threads.submit(() -> server.anonymous().get("/api/courses/").expect(200)));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    }
  }

  @Test
  void each_line_is_on_the_page_that_tells_where_it_went() throws Exception {
    String page = Files.readString(Path.of("../docs/seed.md"));
    assertThat(Stream.concat(lines().map(Line::seed), Stream.of(WORKER, FLOWER, APACHE_BENCH)))
        .allSatisfy(line -> assertThat(page).contains("`" + line + "`"));
  }
}
