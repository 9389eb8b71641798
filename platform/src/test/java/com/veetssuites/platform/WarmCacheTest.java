package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.ServerAccess;
import com.veetssuites.command.TemporaryServer;
import com.veetssuites.command.cache.WarmCacheCommand;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.RedisServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code veets warm-cache} and a real server, or none. */
@Timeout(180)
class WarmCacheTest {

  private static final String OPERATIONS = "operations.token-of_the~tests+0123/456789==";
  private static final String SECRET = "a secret for tests that is long enough to sign with";

  private static String database;
  private static PlatformServer server;
  private static Account teacher;
  private static long course;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @TempDir Path folder;

  @BeforeAll
  static void start() {
    database = PostgresExtension.createDatabase();
    server = PlatformServer.start(database, "veets.account.operations-token=" + OPERATIONS);
    teacher = server.instructor();
    for (int i = 0; i < 25; i++) {
      course = server.course(teacher, "0", true);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private int run(Path dataFolder, String... arguments) {
    ServerAccess access =
        new ServerAccess() {
          @Override
          public Path dataFolder() {
            return dataFolder;
          }

          @Override
          public TemporaryServer start() {
            throw new CommandFailed("None is started here.");
          }
        };
    CommandLine line = new CommandLine(new WarmCacheCommand(access, () -> true));
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExecutionExceptionHandler((failure, command, result) -> {
      assertThat(failure).isInstanceOf(CommandFailed.class);
      command.getErr().println(failure.getMessage());
      return 1;
    });
    return line.execute(arguments);
  }

  private int run(String... arguments) {
    return run(server.bean(DataFolder.class).path(), arguments);
  }

  private Path token(String text) throws Exception {
    return Files.writeString(folder.resolve("token"), text);
  }

  private static void forget() {
    server.bean(TieredCaches.class).invalidateEverything();
  }

  /** What was read from the database for the regions of courses, apart from whole answers. */
  private static long loads(PlatformServer of, String prefix) {
    return of.bean(TieredCaches.class).regions().stream()
        .map(TieredCache::statistics)
        .filter(region -> region.region().startsWith(prefix))
        .mapToLong(RegionStatistics::loads)
        .sum();
  }

  private JsonNode document() {
    return JsonMapper.shared().readTree(out.toString());
  }

  @Test
  void the_courses_of_a_running_server_are_warm_afterwards() {
    forget();
    assertThat(run("--courses", "--pages", "2")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("courses", "27");
    assertThat(err.toString()).isEmpty();
    long loads = loads(server, "course");
    server.anonymous().get("/api/courses/").expect(200);
    server.anonymous().get("/api/courses/?page=2").expect(200);
    server.anonymous().get("/api/courses/" + course + "/").expect(200);
    assertThat(loads(server, "course")).isEqualTo(loads);
    forget();
    server.anonymous().get("/api/courses/" + course + "/").expect(200);
    assertThat(loads(server, "course")).isGreaterThan(loads);
  }

  @Test
  void everything_is_told_as_a_document() {
    assertThat(run("--all", "--json")).as(err.toString()).isZero();
    JsonNode document = document();
    assertThat(document.get("state").asString()).isEqualTo("done");
    assertThat(document.get("failed").asLong()).isZero();
    assertThat(document.get("done").asLong()).isGreaterThan(26);
    assertThat(document.get("parts").findValuesAsString("warmer"))
        .containsExactly("courses", "enrollments", "portfolios", "users");
  }

  @Test
  void unknown_users_are_named_and_the_others_warmed() {
    forget();
    long student = server.student().id();
    String users = "999999,%d,888888,%d,999999".formatted(student, teacher.id());
    assertThat(run("--users", users, "--json")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "Not warmed: user 999999: there is no such user",
            "Not warmed: user 888888: there is no such user");
    assertThat(document().get("parts").findValuesAsString("warmer"))
        .containsExactly("enrollments", "users");
    assertThat(document().get("done").asLong()).isEqualTo(4);
    assertThat(document().get("failed").asLong()).isEqualTo(4);
    long loads = loads(server, "user.profile");
    teacher.client().get("/api/users/profile/").expect(200);
    assertThat(loads(server, "user.profile")).isEqualTo(loads);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--json | Say what to warm: --all, --courses, --users 1,2,3 or --portfolios.",
        "--portfolios --pages 3 | --pages goes with --courses or --all.",
        "--courses --pages -1 | \"-1\" is not a number of pages, from 1 to 10000",
        "--courses --pages x | \"x\" is not a number of pages, from 1 to 10000",
        "--users 1,a | \"a\" is not the id of a user, which is a whole number such as 7",
        "--users 1,-2 | \"-2\" is not the id of a user, which is a whole number such as 7",
        "--users 1,,2 | \"\" is not the id of a user, which is a whole number such as 7",
      })
  void what_cannot_be_meant_is_wrong_usage(String arguments, String sentence) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }

  @Test
  void a_server_elsewhere_is_warmed_with_its_operations_token() throws Exception {
    String url = server.url("").toString();
    Path token = token(OPERATIONS + "\n");
    assertThat(run(folder, "--portfolios", "--server", url, "--token-file", "" + token)).isZero();
    token("not-the-token-of-this-server-0123456789");
    assertThat(run(folder, "--portfolios", "--server", url, "--token-file", "" + token))
        .isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "The server %s refuses the token: it takes the one it has as VEETS_ACCOUNT_OPERATIONS_TOKEN.%n"
                .formatted(url));
  }

  @Test
  void the_endpoint_refuses_in_problems_and_is_for_administrators() {
    PlatformServer.Client operations = server.withToken(OPERATIONS);
    Map<String, String> wrong = Map.of("parts", "courses", "limits", "pages=-1");
    PlatformServer.Answer refusal = operations.post("/actuator/cachewarmup", wrong).expect(400);
    assertThat(refusal.header("Content-Type").orElse("")).startsWith("application/problem+json");
    assertThat(refusal.json().get("detail").asString())
        .isEqualTo("The limit pages is a whole number above zero, not '-1'.");
    operations.get("/actuator/cachewarmup").expect(200);
    teacher.client().get("/actuator/cachewarmup").expect(403);
    teacher.client().post("/actuator/cachewarmup", Map.of()).expect(403);
    teacher.client().delete("/actuator/cachewarmup").expect(403);
    server.anonymous().post("/actuator/cachewarmup", Map.of()).expect(401);
  }

  /** A lock holds the warm-up up where a slow database would. */
  @Test
  void ctrl_c_ends_the_warm_up_of_the_server() throws Exception {
    forget();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE courses IN ACCESS EXCLUSIVE MODE");
      Map<String, String> environment =
          Map.of("VEETS_DATA_FOLDER", server.bean(DataFolder.class).path().toString());
      try (VeetsProcess command =
          new VeetsProcess(folder, environment, "warm-cache", "--courses")) {
        Awaitility.await().until(() -> state().equals("running"));
        assertThat(run("--portfolios")).as("a second one").isEqualTo(1);
        assertThat(err.toString()).contains("(409): A warm-up runs already");
        command.interrupt();
        assertThat(command.await()).isEqualTo(130);
        assertThat(command.err())
            .isEqualToIgnoringNewLines(
                "Interrupted: the warm-up has ended, and what it had warmed stays.");
        assertThat(command.out()).isEmpty();
      }
      assertThat(state()).isEqualTo("interrupted");
    }
    assertThat(run("--courses")).isZero();
  }

  private static String state() {
    JsonNode last =
        server.withToken(OPERATIONS).get("/actuator/cachewarmup").expect(200).json().get("last");
    return last.isNull() ? "none" : last.get("state").asString();
  }

  @Test
  void without_a_server_what_nobody_would_read_is_not_warmed() throws Exception {
    Map<String, String> environment =
        Map.of(
            "VEETS_DATA_FOLDER", folder.resolve("data").toString(),
            "VEETS_ACCOUNT_SECRET", SECRET,
            "DATABASE_URL", database);
    try (VeetsProcess command = new VeetsProcess(folder, environment, "warm_cache", "--all")) {
      assertThat(command.await()).isEqualTo(1);
      assertThat(command.err())
          .isEqualToIgnoringNewLines(
              "No server runs here, and without Redis the cache is in the memory of a server: start"
                  + " one with `veets serve`, or share the cache (USE_REDIS=true).");
      assertThat(command.out()).isEmpty();
    }
    assertThat(folder.resolve("data/running-server")).doesNotExist();
  }

  @Test
  void without_a_server_and_a_database_none_is_made() throws Exception {
    Map<String, String> environment =
        Map.of("VEETS_DATA_FOLDER", folder.resolve("new").toString(), "USE_REDIS", "true");
    try (VeetsProcess command = new VeetsProcess(folder, environment, "warm-cache", "--all")) {
      assertThat(command.await()).isEqualTo(1);
      assertThat(command.err()).contains("There is no database in");
    }
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void without_a_server_what_is_shared_is_warmed() throws Exception {
    try (RedisServer redis = RedisServer.start();
        PlatformServer node =
            PlatformServer.start(
                database,
                "veets.cache.redis.enabled=true",
                "veets.cache.redis.url=" + redis.url())) {
      Map<String, String> environment =
          Map.of(
              "VEETS_DATA_FOLDER",
              folder.resolve("data").toString(),
              "VEETS_ACCOUNT_SECRET",
              SECRET,
              "DATABASE_URL",
              database,
              "USE_REDIS",
              "true",
              "REDIS_URL",
              redis.url());
      try (VeetsProcess command =
          new VeetsProcess(folder, environment, "warm-cache", "--courses", "--json")) {
        assertThat(command.await()).as(command.out() + command.err()).isZero();
        assertThat(command.err())
            .isEqualToIgnoringNewLines(
                "No server runs: doing it in this process, which takes a few seconds to start.");
        assertThat(JsonMapper.shared().readTree(command.out()).get("done").asLong())
            .isGreaterThan(26);
      }
      long loads = loads(node, "course");
      node.anonymous().get("/api/courses/" + course + "/").expect(200);
      node.anonymous().get("/api/courses/").expect(200);
      assertThat(loads(node, "course")).isEqualTo(loads);
    }
  }
}
