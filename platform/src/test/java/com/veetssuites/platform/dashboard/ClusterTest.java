package com.veetssuites.platform.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.VeetsProcess;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.RedisServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two servers and a worker in processes of their own, seen from the dashboard of one of them. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {

  private static final String OPERATIONS = "operations-token-0123456789-0123456789";
  private static final String ADMIN = "admin@example.org";
  private static final String LIST = "GET /api/courses";
  private static final String MAIL = "send_notification_email";
  private static final int REQUESTS = 20;
  private static final int ENROLLMENTS = 3;
  private static final Pattern LISTENING =
      Pattern.compile("Listening: http://localhost:(\\d+)/api/courses/");
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern ROW = Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL);
  private static final Pattern CELL = Pattern.compile("<td[^>]*>(.*?)</td>", Pattern.DOTALL);

  /** Cookies know no ports: what one server sets is shown to the other, as behind one name. */
  private static final HttpClient BROWSER =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .cookieHandler(new CookieManager())
          .build();

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // made when the cluster is started
  private static RedisServer redis;

  private static final List<VeetsProcess> PROCESSES = new ArrayList<>();
  private static String a = "";
  private static String b = "";

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.start();
    String database = PostgresExtension.createDatabase();
    PROCESSES.add(process("a", database, "serve", "--port", "0", "--no-workers"));
    PROCESSES.add(process("b", database, "serve", "--port", "0", "--no-workers"));
    PROCESSES.add(process("w", database, "worker", "--name", "mailer"));
    a = address(PROCESSES.get(0));
    b = address(PROCESSES.get(1));
    await(60).until(() -> PROCESSES.get(2).out().contains("Running tasks of all queues"));
    register(ADMIN, "student");
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE users SET role = 'admin' WHERE email = '" + ADMIN + "'");
    }
  }

  private static VeetsProcess process(String node, String database, String... arguments)
      throws IOException {
    return new VeetsProcess(
        folder,
        Map.ofEntries(
            Map.entry("DATABASE_URL", database),
            Map.entry("USE_REDIS", "true"),
            Map.entry("REDIS_URL", redis.url()),
            Map.entry("VEETS_ACCOUNT_SECRET", "a secret for tests that is long enough to sign"),
            Map.entry("VEETS_ACCOUNT_OPERATIONS_TOKEN", OPERATIONS),
            Map.entry("VEETS_MONITOR_NODE", "node-" + node),
            Map.entry("VEETS_DATA_FOLDER", folder.resolve(node).toString())),
        arguments);
  }

  private static String address(VeetsProcess server) {
    Matcher listening =
        await(60)
            .until(
                () -> {
                  assertThat(server.lives()).as(server.out() + server.err()).isTrue();
                  return LISTENING.matcher(server.out());
                },
                Matcher::find);
    return "http://127.0.0.1:" + listening.group(1);
  }

  @AfterAll
  static void stop() {
    PROCESSES.forEach(VeetsProcess::close);
    BROWSER.close();
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  @Order(1)
  void one_dashboard_shows_both_servers_and_the_worker() throws Exception {
    assertThat(page(a, "nodes")).contains("name=\"password\"");
    logIn(a);
    for (String node : List.of("node-a", "node-b", "node-w")) {
      String role = node.equals("node-w") ? "worker" : "server";
      await(15).untilAsserted(() -> assertThat(row(a, "nodes", node)).contains(role, "alive"));
    }
    assertThat(told("5m").get("whole").asBoolean()).isTrue();
    assertThat(told("5m").get("nodes")).hasSize(3);
  }

  @Test
  @Order(2)
  void who_has_logged_in_at_one_server_is_logged_in_at_the_other() throws Exception {
    await(15).untilAsserted(() -> assertThat(row(b, "nodes", "node-a")).contains("alive"));
    assertThat(page(b, "tasks")).contains("Log out");
  }

  @Test
  @Order(3)
  void what_the_others_do_is_seen_in_the_figures_of_one() throws Exception {
    String teacher = register("teacher@example.org", "instructor");
    long course = json("POST", a + "/api/courses/", teacher, course()).get("id").asLong();
    for (int i = 0; i < REQUESTS; i++) {
      json("GET", b + "/api/courses/", null, null);
    }
    for (int i = 0; i < ENROLLMENTS; i++) {
      String student = register("student" + i + "@example.org", "student");
      json("POST", b + "/api/courses/" + course + "/enroll/", student, null);
    }
    await(30)
        .untilAsserted(() -> {
          assertThat(row(a, "routes", LIST)).contains("" + REQUESTS);
          assertThat(requests("5m")).isEqualTo(REQUESTS);
          assertThat(row(a, "tasks", MAIL)).contains("" + ENROLLMENTS);
          assertThat(find(told("5m").get("task_types"), "type", MAIL).get("succeeded").asInt())
              .isEqualTo(ENROLLMENTS);
        });
    assertThat(row(a, "tasks", "mailer")).contains("working");
    assertThat(row(a, "routes?node=node-b", LIST)).contains("" + REQUESTS);
    assertThat(row(a, "routes?node=node-a", LIST)).isEmpty();
  }

  @Test
  @Order(4)
  void a_killed_server_is_gone_within_15_seconds_a_stopped_worker_stopped_and_history_stays()
      throws Exception {
    PROCESSES.get(2).terminate();
    PROCESSES.get(1).kill();
    long killed = System.nanoTime();
    assertThat(row(a, "nodes", "node-b")).contains("alive");
    json("GET", a + "/api/courses/", null, null);
    await(20).until(() -> row(a, "nodes", "node-b").contains("gone"));
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(15));
    assertThat(PROCESSES.get(2).await()).isEqualTo(143);
    assertThat(row(a, "nodes", "node-w")).contains("stopped");
    assertThat(row(a, "nodes", "node-a")).contains("alive");
    assertThat(page(a, "")).contains("The server node-b is gone").doesNotContain("node-w is gone");

    await(10)
        .untilAsserted(() -> {
          assertThat(requests("15m")).isEqualTo(REQUESTS + 1);
          assertThat(row(a, "routes?window=15m", LIST)).contains("" + (REQUESTS + 1));
        });
    assertThat(find(told("15m").get("task_types"), "type", MAIL).get("succeeded").asInt())
        .isEqualTo(ENROLLMENTS);
  }

  private static ConditionFactory await(int seconds) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(seconds))
        .pollInterval(Duration.ofMillis(250));
  }

  private static void logIn(String server) throws Exception {
    Matcher csrf = CSRF.matcher(page(server, "login"));
    assertThat(csrf.find()).isTrue();
    HttpResponse<String> answer =
        BROWSER.send(
            HttpRequest.newBuilder(URI.create(server + "/dashboard/login"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        form(
                            Map.of(
                                "username",
                                ADMIN,
                                "password",
                                PlatformServer.PASSWORD,
                                "_csrf",
                                csrf.group(1)))))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/dashboard/");
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(each ->
            each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** A page of the dashboard, or of the log-in when nobody is logged in. */
  private static String page(String server, String page) throws Exception {
    HttpResponse<String> answer = get(server + "/dashboard/" + page);
    if (answer.statusCode() == 302) {
      answer = get(server + "/dashboard/login");
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return BROWSER.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  /** The texts of the row of a table that begins with this one; empty when there is none. */
  private static List<String> row(String server, String page, String first) throws Exception {
    Matcher rows = ROW.matcher(page(server, page));
    while (rows.find()) {
      List<String> cells =
          CELL.matcher(rows.group(1))
              .results()
              .map(cell -> cell.group(1).replaceAll("<[^>]*>", "").strip())
              .toList();
      if (!cells.isEmpty() && cells.getFirst().equals(first)) {
        return cells;
      }
    }
    return List.of();
  }

  private static JsonNode told(String window) throws Exception {
    return json("GET", a + "/actuator/monitor?window=" + window, OPERATIONS, null);
  }

  private static long requests(String window) throws Exception {
    return find(told(window).get("routes"), "route", LIST).at("/requests/count").asLong();
  }

  private static JsonNode find(JsonNode rows, String field, String value) {
    for (JsonNode row : rows) {
      if (row.get(field).asString().equals(value)) {
        return row;
      }
    }
    throw new AssertionError("There is no %s among %s".formatted(value, rows));
  }

  /** Registers somebody at the first server, and returns their access token. */
  private static String register(String email, String role) throws Exception {
    return json(
            "POST",
            a + "/api/auth/register/",
            null,
            Map.of(
                "email",
                email,
                "password",
                PlatformServer.PASSWORD,
                "first_name",
                "Ada",
                "last_name",
                "Lovelace",
                "role",
                role))
        .get("access")
        .asString();
  }

  private static Map<String, Object> course() {
    return Map.of("title", "Analytical engines", "price", "0", "is_published", true);
  }

  private static JsonNode json(
      String method, String url, @Nullable String token, @Nullable Object body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer = BROWSER.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode())
        .as(method + " " + url + ": " + answer.body())
        .isBetween(200, 201);
    return Objects.requireNonNull(JsonMapper.shared().readTree(answer.body()));
  }
}
