package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.ServerAccess;
import com.veetssuites.command.TemporaryServer;
import com.veetssuites.command.monitor.PerformanceMonitorCommand;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.testing.FaultyProxy;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.RedisServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code veets performance-monitor} and a real server, or none. */
@Timeout(180)
class PerformanceMonitorTest {

  private static final String OPERATIONS = "operations.token-of_the~tests+0123/456789==";
  private static final String LIST = "GET /api/courses";
  private static final String TASK = "monitor_benchmark";

  private static String database;
  private static PlatformServer server;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @TempDir Path folder;

  @BeforeAll
  static void start() {
    database = PostgresExtension.createDatabase();
    server = PlatformServer.start(database, "veets.account.operations-token=" + OPERATIONS);
    server.course(server.instructor(), "0", true);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private int run(PlatformServer of, String... arguments) {
    ServerAccess access =
        new ServerAccess() {
          @Override
          public Path dataFolder() {
            return of.bean(DataFolder.class).path();
          }

          @Override
          public TemporaryServer start() {
            throw new CommandFailed("None is started here.");
          }
        };
    CommandLine line = new CommandLine(new PerformanceMonitorCommand(access, Clock.systemUTC()));
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExecutionExceptionHandler((failure, command, result) -> {
      assertThat(failure).isInstanceOf(CommandFailed.class);
      command.getErr().println(failure.getMessage());
      return 1;
    });
    return line.execute(arguments);
  }

  private JsonNode json(PlatformServer of, String... arguments) {
    out.getBuffer().setLength(0);
    assertThat(run(of, arguments)).as(err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  private static JsonNode row(JsonNode rows, String field, String name) {
    for (JsonNode row : rows) {
      if (row.get(field).asString().equals(name)) {
        return row;
      }
    }
    throw new AssertionError("There is no %s among %s".formatted(name, rows));
  }

  /** Of a meter, summed over those of its series that have this in their labels. */
  private static long scraped(PlatformServer of, String meter, String... labels) {
    String text = of.withToken(OPERATIONS).get("/actuator/prometheus").expect(200).body();
    Matcher series =
        Pattern.compile("^" + meter + "\\{(.*)} (\\S+)$", Pattern.MULTILINE).matcher(text);
    double sum = 0;
    while (series.find()) {
      String found = series.group(1);
      sum +=
          List.of(labels).stream().allMatch(found::contains)
              ? Double.parseDouble(series.group(2))
              : 0;
    }
    return Math.round(sum);
  }

  private static JsonNode told(PlatformServer of) {
    return of.withToken(OPERATIONS).get("/actuator/monitor?window=start").expect(200).json();
  }

  private static long listed(JsonNode report) {
    return row(report.get("routes"), "route", LIST).at("/requests/count").asLong();
  }

  private static JsonNode hits(JsonNode report, String region) {
    return row(report.get("regions"), "region", region).get("local_hits");
  }

  private static long done(JsonNode report) {
    return row(report.get("task_types"), "type", TASK).get("succeeded").asLong();
  }

  /** What the dashboard shows of them is for its own test to add here. */
  @Test
  void the_same_figure_agrees_wherever_it_is_read() throws Exception {
    try (PlatformServer of =
        PlatformServer.start(
            PostgresExtension.createDatabase(), "veets.account.operations-token=" + OPERATIONS)) {
      for (int i = 0; i < 23; i++) {
        of.anonymous().get("/api/courses/" + (i < 3 ? "?page_size=5" : "")).expect(200);
      }
      of.anonymous().get("/api/courses/?page=nonsense").expect(400);
      of.withToken(OPERATIONS).post("/actuator/benchmark", Map.of("rounds", "4")).expect(200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            assertThat(listed(told(of))).isEqualTo(24);
            assertThat(done(told(of))).isEqualTo(4);
          });
      JsonNode told = told(of);
      JsonNode shown = json(of, "--metrics", "--json");
      JsonNode cache = json(of, "--cache-stats", "--json");
      Path file = folder.resolve("metrics.json");
      assertThat(run(of, "--export", file.toString())).isZero();
      JsonNode exported =
          JsonMapper.shared().readTree(Files.readString(file)).get("reports").get("start");

      assertThat(List.of(listed(shown), listed(exported))).containsOnly(24L);
      assertThat(
              scraped(of, "http_server_requests_seconds_count", "uri=\"/api/courses\"", "\"GET\""))
          .isEqualTo(24);

      assertThat(List.of(done(shown), done(exported))).containsOnly(4L);
      assertThat(scraped(of, "tasks_succeeded_total", "type=\"" + TASK + "\"")).isEqualTo(4);

      String region = "benchmark.l1";
      long hits = hits(told, region).asLong();
      assertThat(hits).isGreaterThanOrEqualTo(4);
      assertThat(List.of(hits(shown, region), hits(cache, region), hits(exported, region)))
          .allMatch(each -> each.asLong() == hits);
      assertThat(
              scraped(
                  of, "cache_gets_total", "cache=\"" + region + "\"", "level=\"local\"", "\"hit\""))
          .isEqualTo(hits);
    }
  }

  @Test
  void an_export_is_as_its_schema_says() throws Exception {
    server.anonymous().get("/api/courses/").expect(200);
    Path docs = Path.of("..", "docs");
    ExportSchema schema = new ExportSchema(docs.resolve("export.schema.json"));
    JsonNode document = json(server, "--export", "-");
    assertThat(document.at("/statements")).isNotEmpty();
    assertThat(document.at("/reports/start/runtimes")).isNotEmpty();
    assertThat(schema.faults(document)).isEmpty();

    ObjectNode changed = (ObjectNode) document.deepCopy();
    changed.put("schema", 2).put("exported_at", "today").remove("node");
    ((ObjectNode) changed.at("/reports/start/requests")).put("p95", 1).put("count", "1");
    assertThat(schema.faults(changed)).hasSize(5);

    String page = Files.readString(docs.resolve("export.md"));
    assertThat(schema.names()).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }

  /** 50 ms of a way there and back are between the server and its database. */
  @Test
  void a_slow_way_to_the_database_is_seen_in_what_goes_there_and_in_nothing_else() {
    URI address = URI.create(database.substring("jdbc:".length()));
    try (FaultyProxy proxy = FaultyProxy.to(address.getPort())) {
      String behind =
          PostgresExtension.createDatabase().replace(":" + address.getPort(), ":" + proxy.port());
      try (PlatformServer of = PlatformServer.start(behind)) {
        String[] command = {"--benchmark", "--rounds", "15", "--json"};
        JsonNode fast = json(of, command);
        assertThat(fast.get("compared_with").isNull()).isTrue();
        proxy.delay(Duration.ofMillis(25));
        JsonNode slow = json(of, command);
        proxy.heal();
        assertThat(slow.get("compared_with")).isEqualTo(fast.get("at"));
        for (String name : List.of("database", "task", "http uncached")) {
          assertThat(median(slow, name) - median(fast, name))
              .as(name + " of " + fast + slow)
              .isGreaterThanOrEqualTo(45);
          assertThat(change(slow, name)).isPositive();
        }
        assertThat(median(slow, "database")).isLessThan(150);
        for (String name : List.of("cache l1 write", "cache l1 read", "cache l1 delete")) {
          assertThat(median(slow, name)).as(name).isCloseTo(median(fast, name), within(5.0));
        }
        assertThat(median(slow, "http cached")).isLessThan(45);
      }
    }
  }

  private static double median(JsonNode run, String name) {
    return row(run.get("measurements"), "name", name).get("p50_ms").asDouble();
  }

  private static double change(JsonNode run, String name) {
    return row(run.get("measurements"), "name", name).get("p50_change_percent").asDouble();
  }

  @Test
  void the_second_level_is_measured_where_there_is_one_and_tasks_where_somebody_runs_them() {
    try (RedisServer redis = RedisServer.start();
        PlatformServer of =
            PlatformServer.start(
                PostgresExtension.createDatabase(),
                "veets.cache.redis.enabled=true",
                "veets.cache.redis.url=" + redis.url(),
                "veets.tasks.worker.enabled=false")) {
      JsonNode run = json(of, "--benchmark", "--rounds", "20", "--json");
      assertThat(run.get("measurements").findValuesAsString("name"))
          .contains("cache l2 write", "cache l2 read", "cache l2 delete");
      assertThat(row(run.get("skipped"), "name", "task").get("reason").asString())
          .isEqualTo("No worker runs that serves the queue default.");
      assertThat(median(run, "cache l2 read")).isGreaterThan(median(run, "cache l1 read"));
    }
  }

  @Test
  void the_benchmark_is_in_bounds_and_for_administrators() {
    PlatformServer.Client operations = server.withToken(OPERATIONS);
    String path = "/actuator/benchmark";
    assertThat(
            operations
                .post(path, Map.of("rounds", "0"))
                .expect(400)
                .json()
                .get("detail")
                .asString())
        .isEqualTo("A benchmark has 1 to 10000 rounds, not 0.");
    operations.post(path, Map.of("rounds", "10001")).expect(400);
    server.student().client().post(path, Map.of()).expect(403);
    server.anonymous().post(path, Map.of()).expect(401);
  }

  @Test
  void all_of_it_is_readable_on_a_terminal_of_100_columns() {
    server.anonymous().get("/api/courses/").expect(200);
    Awaitility.await().until(() -> told(server).get("routes").toString().contains(LIST));
    assertThat(run(server, "--metrics", "--cache-stats", "--slow-queries")).isZero();
    assertThat(out.toString())
        .startsWith("Node ")
        .contains(", since its start ", LIST, "Database", "Cache", "Tasks", "heap", "p95 ms");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    assertThat(run(server, "--benchmark", "--rounds", "3")).isZero();
    assertThat(out.toString()).contains("Benchmark of node", "http uncached");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void an_unknown_node_is_told_with_those_that_there_are() {
    assertThat(run(server, "--metrics", "--node", "nobody")).isEqualTo(1);
    assertThat(err.toString()).startsWith("There is no node \"nobody\"; there are: ");
  }

  @Test
  void ctrl_c_is_how_a_watch_ends() throws Exception {
    Map<String, String> environment =
        Map.of("VEETS_DATA_FOLDER", server.bean(DataFolder.class).path().toString());
    try (VeetsProcess command =
        new VeetsProcess(folder, environment, "performance_monitor", "--metrics", "--watch", "1")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> command.out().split("--- ", -1).length > 2);
      command.interrupt();
      assertThat(command.await()).as(command.err()).isZero();
      assertThat(command.err()).isEmpty();
    }
  }

  @Test
  void without_a_server_figures_are_those_that_the_database_keeps() throws Exception {
    Map<String, String> environment =
        Map.of(
            "VEETS_DATA_FOLDER",
            folder.resolve("data").toString(),
            "VEETS_ACCOUNT_SECRET",
            "a secret for tests that is long enough to sign with",
            "DATABASE_URL",
            database);
    try (VeetsProcess command =
        new VeetsProcess(folder, environment, "performance-monitor", "--metrics")) {
      assertThat(command.await()).as(command.out() + command.err()).isZero();
      assertThat(command.err()).contains("No server runs: doing it in this process");
      assertThat(command.out()).startsWith("All nodes").contains("window 6h");
    }
  }
}
