package com.veetssuites.command.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.CommandLauncher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is built or sent unless everything that was typed is right and a platform answers. */
@Timeout(60)
class LoadTestCommandTest {

  @TempDir private Path temporary;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream standardOut = System.out;
  private final PrintStream standardErr = System.err;
  private boolean built;

  @BeforeEach
  void listen_to_what_is_said() {
    PrintStream both = new PrintStream(said, true, UTF_8);
    System.setOut(both);
    System.setErr(both);
  }

  @AfterEach
  void give_the_streams_back() {
    System.setOut(standardOut);
    System.setErr(standardErr);
  }

  @Test
  void help_names_the_scenarios_and_gives_examples() {
    assertThat(run("--help")).isZero();
    assertThat(said())
        .contains("browse", "student", "mixed", "Examples:", "--duration 5m", "--remote");
  }

  @ParameterizedTest
  @CsvSource({
    "--users=0, --users must be from 1 to 10000",
    "--users=-3, --users must be from 1 to 10000",
    "--users=10001, --users must be from 1 to 10000",
    "--users=many, --users",
    "--duration=x, is not a duration such as",
    "--duration=0s, --duration must be from 1s to 24h",
    "--duration=500ms, 'from 1s to 24h, not 500ms'",
    "--duration=25h, --duration must be from 1s to 24h",
    "--duration=30, is not a duration such as",
    "--pause=2m, --pause must be 1m at most",
    "--scenario=mixd, did you mean mixed?",
    "--scenario=students, did you mean student?",
    "--scenario=frobnicate, 'choose browse, student, mixed'",
    "--user=3, did you mean --users?"
  })
  void wrong_usage_is_told_in_a_sentence(String argument, String sentence) {
    assertThat(run(argument)).isEqualTo(2);
    assertThat(said()).contains(sentence);
    assertThat(built).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8000",
        "ftp://localhost",
        "http://",
        "http://localhost:99999",
        "http://localhost:0",
        "http://local host",
        "http://localhost:8000/api/courses/",
        "http://localhost:8000?a=b",
        "http://user:password@localhost:8000",
        ""
      })
  void a_malformed_url_is_refused(String url) {
    assertThat(run("--url=" + url)).isEqualTo(2);
    assertThat(said()).contains("such as http://localhost:8000");
  }

  @Test
  void another_machine_is_loaded_only_when_that_is_said() {
    assertThat(run("--url=http://192.0.2.7")).isEqualTo(2);
    assertThat(said()).contains("http://192.0.2.7 is another machine; add --remote");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1/"})
  void this_machine_has_many_names(String url) {
    assertThat(LoadTarget.of(url).local()).isTrue();
  }

  @Test
  void without_a_server_one_sentence_says_so() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(run("--url=http://127.0.0.1:" + port)).isEqualTo(1);
    assertThat(said().lines())
        .containsExactly(
            "No server answers at http://127.0.0.1:%d; ./veets serve --demo starts one on http://localhost:8000."
                .formatted(port));
    assertThat(built).isFalse();
    assertThat(temporary.resolve("reports")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"404, {}", "200, <html>", "200, '{\"count\": \"many\"}'", "302, ''"})
  void a_server_of_somebody_else_gets_no_load(int status, String body) throws IOException {
    HttpServer other = server(status, body);
    try {
      assertThat(run("--url=" + url(other))).isEqualTo(1);
      assertThat(said()).contains("is not VeetsSuites").contains("gave " + status);
      assertThat(built).isFalse();
    } finally {
      other.stop(0);
    }
  }

  @Test
  void an_empty_catalogue_is_told_and_a_failed_build_ends_it() throws IOException {
    HttpServer platform = server(200, "{\"count\": 0}");
    try {
      assertThat(run("--url=" + url(platform))).isEqualTo(1);
      assertThat(said()).contains("The catalogue is empty", "There is no Gatling.");
      assertThat(temporary.resolve("reports/20261123-120000-mixed")).isDirectory();
    } finally {
      platform.stop(0);
    }
  }

  @Test
  void a_folder_with_something_in_it_is_left_alone() throws IOException {
    Path taken = Files.createDirectories(temporary.resolve("taken"));
    Path file = Files.writeString(taken.resolve("precious.txt"), "");
    HttpServer platform = server(200, "{\"count\": 7}");
    try {
      assertThat(run("--url=" + url(platform), "--report=" + taken)).isEqualTo(1);
      assertThat(said()).contains("is not empty");
      assertThat(run("--url=" + url(platform), "--report=" + file)).isEqualTo(1);
      assertThat(said()).contains("cannot be made or read");
      assertThat(built).isFalse();
    } finally {
      platform.stop(0);
    }
  }

  @Test
  void outside_of_a_checkout_it_says_how_it_is_started() throws IOException {
    HttpServer platform = server(200, "{\"count\": 7}");
    try {
      assertThat(run(LoadProgram.ofCheckout(null), "--url=" + url(platform))).isEqualTo(1);
      assertThat(said()).contains("the veets script of a checkout");
    } finally {
      platform.stop(0);
    }
  }

  private int run(String... arguments) {
    LoadProgram program =
        () -> {
          built = true;
          throw new CommandFailed("There is no Gatling.");
        };
    return run(program, arguments);
  }

  private int run(LoadProgram program, String... arguments) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    String[] all = new String[arguments.length + 1];
    all[0] = "load-test";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandLauncher(
            List.of(new LoadTestCommand(program, () -> temporary.resolve("reports"), clock)))
        .run(all);
  }

  private String said() {
    return said.toString(UTF_8);
  }

  private static HttpServer server(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          try (var out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
