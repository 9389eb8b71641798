package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invariant: every write that was acknowledged is there after a kill -9 in the middle of a thousand
 * concurrent writes, whether the server alone is killed or its database with it.
 */
class DurabilityTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int WRITES = 1_000;
  private static final int CLIENTS = 16;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_acknowledged_write_survives_kill_9(boolean withDatabase) throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    String token;
    try (Server server = new Server(folder)) {
      token = server.register();
      // Somewhere in the middle: some writes are done, some are under way, some never begin.
      int killAt = WRITES / 3 + (int) (System.nanoTime() % (WRITES / 3));
      var done = new AtomicInteger();
      try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
        List<Future<?>> writes = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
          String title = "Course " + i;
          writes.add(
              clients.submit(() -> {
                if (server.create(title, token)) {
                  acknowledged.add(title);
                  if (done.incrementAndGet() == killAt) {
                    server.kill(withDatabase);
                  }
                }
              }));
        }
        for (Future<?> write : writes) {
          write.get();
        }
      }
    }
    assertThat(acknowledged).hasSizeBetween(WRITES / 3, WRITES - 1);

    try (Server server = new Server(folder)) {
      assertThat(server.titles(token)).containsAll(acknowledged);
    }
  }

  /** {@code veets serve} in a process of its own. */
  private static final class Server implements AutoCloseable {

    private final HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Process process;
    private final String url;
    private final Path folder;

    Server(Path folder) throws Exception {
      this.folder = folder;
      int port = freePort();
      url = "http://127.0.0.1:" + port;
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              VeetsSuites.class.getName(),
              "serve",
              "--port",
              "" + port);
      builder.environment().put("VEETS_DATA_FOLDER", folder.resolve("data").toString());
      builder.environment().remove("DATABASE_URL");
      process =
          builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
      awaitAnswer();
    }

    private void awaitAnswer() throws Exception {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (true) {
        try {
          if (send("GET", "/api/courses/", null, null).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          if (System.nanoTime() > end || !process.isAlive()) {
            throw new AssertionError("The server does not answer", e);
          }
        }
        Thread.sleep(100);
      }
    }

    String register() throws Exception {
      HttpResponse<String> answer =
          send(
              "POST",
              "/api/auth/register/",
              Map.of(
                  "email", "teacher@example.org",
                  "password", "correct horse battery",
                  "first_name", "A",
                  "last_name", "B",
                  "role", "instructor"),
              null);
      return JSON.readTree(answer.body()).get("access").asString();
    }

    boolean create(String title, String token) {
      try {
        return send("POST", "/api/courses/", Map.of("title", title, "is_published", true), token)
                .statusCode()
            == 201;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    Set<String> titles(String token) throws Exception {
      Set<String> titles = new HashSet<>();
      String next = url + "/api/courses/?mine=true&page_size=100&cursor=";
      while (next != null) {
        JsonNode page =
            JSON.readTree(send("GET", next.substring(url.length()), null, token).body());
        page.get("results").forEach(course -> titles.add(course.get("title").asString()));
        next = page.get("next").isNull() ? null : page.get("next").asString();
      }
      return titles;
    }

    void kill(boolean withDatabase) {
      if (withDatabase) {
        database().destroyForcibly();
      }
      process.destroyForcibly();
    }

    /** The postmaster, which is nobody's child: it says in its folder who it is. */
    private ProcessHandle database() {
      try (Stream<Path> files = Files.walk(folder)) {
        Path file = files.filter(f -> f.endsWith("postmaster.pid")).findFirst().orElseThrow();
        long pid = Long.parseLong(Files.readAllLines(file).getFirst());
        return ProcessHandle.of(pid).orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private HttpResponse<String> send(
        String method, String path, @Nullable Object body, @Nullable String token)
        throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url + path))
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
      try (var socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      http.close();
    }
  }
}
