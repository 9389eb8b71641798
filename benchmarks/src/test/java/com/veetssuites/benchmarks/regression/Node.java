package com.veetssuites.benchmarks.regression;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.benchmarks.naive.NaiveConfiguration;
import com.veetssuites.command.ProgressBar;
import com.veetssuites.platform.VeetsSuites;
import com.veetssuites.platform.demo.DemoData;
import com.veetssuites.platform.demo.DemoPlan;
import com.veetssuites.platform.demo.DemoSize;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.task.TaskHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.json.JsonMapper;

/** The platform with the naive list of the benchmarks, on a small set of demo data. */
final class Node implements AutoCloseable {

  private static final DemoSize SIZE = new DemoSize(100, 400, 3_000, 800);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final BlockingQueue<Integer> counts = new LinkedBlockingQueue<>(1_000);
  private volatile boolean counting;

  /** A task that nothing is done for. */
  record Nothing(int number) {}

  /** What the measurements add to the application. */
  @Configuration(proxyBeanMethods = false)
  static class Handlers {
    @TaskHandler
    void nothing(Nothing task) {}
  }

  Node(String database, String... settings) throws IOException {
    Stream<String> usual =
        Stream.of(
            "server.port=0",
            "server.address=127.0.0.1",
            "veets.database.url=" + database,
            "veets.data-folder=" + Files.createTempDirectory("veets-regression"),
            "veets.account.secret=a secret for tests that is long enough to sign with",
            // What runs beside the requests would be counted as theirs.
            "veets.tasks.worker.enabled=false",
            "logging.level.root=warn");
    this.context =
        new SpringApplication(VeetsSuites.class, NaiveConfiguration.class, Handlers.class)
            .run(
                Stream.concat(usual, Stream.of(settings))
                    .map(setting -> "--" + setting)
                    .toArray(String[]::new));
    bean(QueryScopes.class)
        .add(scope -> {
          if (counting && scope.kind() == QueryScope.Kind.REQUEST) {
            counts.add(scope.count());
          }
        });
  }

  void fill() {
    new DemoData(bean(DataSource.class), bean(PasswordEncoder.class))
        .load(
            DemoPlan.of(SIZE),
            ProgressBar.on(new PrintWriter(OutputStream.nullOutputStream(), true, UTF_8)));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
        .getPort();
  }

  /** The access token of a demo account. */
  String logIn(String role) throws Exception {
    String body = "{\"email\":\"%s@example.com\",\"password\":\"demo-password\"}".formatted(role);
    return JSON.readTree(send("POST", "/api/auth/login/", null, body).body())
        .get("access")
        .asString();
  }

  HttpResponse<String> send(
      String method, String path, @Nullable String token, @Nullable String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer;
  }

  /** How many statements the server runs for a request. */
  double statements(String method, String path, @Nullable String token, @Nullable String body)
      throws Exception {
    counts.clear();
    counting = true;
    try {
      send(method, path, token, body);
      Integer count = counts.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return Objects.requireNonNull(count, () -> "Nothing was counted for " + path);
    } finally {
      counting = false;
    }
  }

  @Override
  public void close() {
    client.close();
    context.close();
  }
}
