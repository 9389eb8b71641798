package com.veetssuites.command.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.ServerAccess;
import com.veetssuites.command.SmallServer;
import com.veetssuites.command.SmallServer.Answer;
import com.veetssuites.command.TemporaryServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class PerformanceMonitorCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @TempDir Path folder;

  private int run(String... arguments) {
    ServerAccess access =
        new ServerAccess() {
          @Override
          public Path dataFolder() {
            return folder.resolve("data");
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

  private int run(SmallServer server, String... arguments) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "a-token-of-these-tests");
    return run(
        Stream.concat(
                Stream.of(arguments),
                Stream.of("--server", server.url().toString(), "--token-file", token.toString()))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--json | Say what to do: --metrics, --cache-stats, --slow-queries, --benchmark or --export FILE.",
        "--metrics --window 7m | \"7m\" is no window; there are: start, 1m, 5m, 15m, 6h, 3d, 31d, 1y",
        "--slow-queries --window 5m | --window goes with --metrics and --cache-stats",
        "--metrics --node a --window 6h | --node goes with --metrics and --cache-stats",
        "--metrics --top 0 | \"0\" is not a number of rows, from 1 to 1000",
        "--benchmark --top 3 | --top goes with",
        "--metrics --rounds 3 | --rounds goes with --benchmark.",
        "--benchmark --rounds 10001 | \"10001\" is not a number of rounds, from 1 to 10000",
        "--benchmark --rounds x | \"x\" is not a number of rounds, from 1 to 10000",
        "--benchmark --path api | --path begins with /",
        "--benchmark --watch | --watch goes with --metrics, --cache-stats and --slow-queries alone.",
        "--metrics --watch 0 | \"0\" is not a number of seconds, from 1 to 3600",
        "--export - --metrics | --export - goes alone",
        "--export | Missing required parameter",
      })
  void what_cannot_be_meant_is_wrong_usage(String arguments, String sentence) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--metrics", "--cache-stats", "--slow-queries", "--export -"})
  void a_server_that_is_not_ours_is_told_in_a_sentence(String arguments) throws Exception {
    try (SmallServer foreign = new SmallServer(asked -> new Answer(404, "{}"))) {
      assertThat(run(foreign, arguments.split(" "))).isEqualTo(1);
      assertThat(err.toString())
          .isEqualTo(
              ("The server %s has no /actuator/monitor: it is no VeetsSuites server, of another"
                      + " version, or does not expose it.%n")
                  .formatted(foreign.url()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Welcome</html>", "[]", "7", "null", ""})
  void an_answer_of_something_else_is_told_in_a_sentence(String body) throws Exception {
    try (SmallServer foreign = new SmallServer(asked -> new Answer(200, body))) {
      assertThat(run(foreign, "--metrics")).isEqualTo(1);
      assertThat(err.toString()).contains("is of another version").hasLineCount(1);
    }
  }

  @Test
  void a_wrong_token_is_told_in_a_sentence() throws Exception {
    try (SmallServer server = new SmallServer(asked -> new Answer(401, "{}"))) {
      assertThat(run(server, "--metrics")).isEqualTo(1);
      assertThat(err.toString()).contains("refuses the token").hasLineCount(1);
      err.getBuffer().setLength(0);
      assertThat(run(server, "--benchmark")).isEqualTo(1);
      assertThat(err.toString()).contains("does not answer GET /api/courses/ to visitors (401).");
    }
  }

  @Test
  void a_server_without_the_benchmark_is_told_in_a_sentence() throws Exception {
    try (SmallServer server =
        new SmallServer(asked -> new Answer(asked.method().equals("GET") ? 200 : 404, "{}"))) {
      assertThat(run(server, "--benchmark")).isEqualTo(1);
      assertThat(err.toString()).contains("has no /actuator/benchmark");
      assertThat(server.asked().getFirst().token()).as("of a visitor").isEqualTo("null");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  @Test
  void a_place_that_cannot_be_written_is_told_before_the_server_is_asked() throws Exception {
    try (SmallServer server = new SmallServer(asked -> new Answer(200, "{}"))) {
      Path nowhere = folder.resolve("no/metrics.json");
      assertThat(run(server, "--export", nowhere.toString())).isEqualTo(1);
      assertThat(run(server, "--export", folder.toString())).isEqualTo(1);
      assertThat(run(server, "--export", "/dev/null")).isEqualTo(1);
      assertThat(err.toString().lines())
          .containsExactly(
              "The file %s cannot be written: there is no folder %s."
                  .formatted(nowhere, nowhere.getParent()),
              "The file %s cannot be written: it is a folder.".formatted(folder),
              "The file /dev/null cannot be written: it is no ordinary file; - is standard output.");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void an_export_that_fails_leaves_what_was_there_and_nothing_else() throws Exception {
    Path file = Files.writeString(folder.resolve("metrics.json"), "of yesterday");
    try (SmallServer server =
        new SmallServer(asked ->
            new Answer(asked.path().contains("15m") ? 500 : 200, "{\"detail\":\"Full.\"}"))) {
      assertThat(run(server, "--export", file.toString())).isEqualTo(1);
    }
    assertThat(file).hasContent("of yesterday");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("metrics.json", "token");
    }
  }

  @Test
  void a_link_stays_one_to_a_new_file() throws Exception {
    Path file = Files.writeString(folder.resolve("metrics.json"), "of yesterday");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
    try (SmallServer server = new SmallServer(asked -> new Answer(200, "{}"))) {
      assertThat(run(server, "--export", link.toString())).as(err.toString()).isZero();
    }
    assertThat(link).isSymbolicLink();
    assertThat(JsonMapper.shared().readTree(Files.readString(file)).get("schema").asInt())
        .isEqualTo(1);
  }

  @Test
  void what_a_server_says_steers_no_terminal() throws Exception {
    String evil = "{\"node\":\"\\u001b[2Jx\",\"routes\":[{\"route\":\"GET \\u001b]0;y\\u0007\"}]}";
    try (SmallServer server = new SmallServer(asked -> new Answer(200, evil))) {
      assertThat(run(server, "--metrics")).as(err.toString()).isZero();
      assertThat(out.toString()).doesNotContain("\u001b", "\u0007").contains("[2Jx");
    }
  }

  @Test
  void names_in_documents_are_in_snake_case() {
    assertThat(
            ServerFigures.snake(
                    JsonMapper.shared()
                        .readTree(
                            "{\"p95Millis\":1,\"callSites\":[{\"lastSeen\":null}],\"lag_ms\":2}"))
                .toString())
        .isEqualTo("{\"p95_millis\":1,\"call_sites\":[{\"last_seen\":null}],\"lag_ms\":2}");
  }

  @Test
  void what_is_redrawn_in_place_fits_into_the_terminal() {
    List<String> lines = List.of("1", "2", "3", "4", "5");
    assertThat(Watch.fitting(lines, 6)).isEqualTo(lines);
    assertThat(Watch.fitting(lines, 5))
        .containsExactly("1", "2", "3", "… 2 lines more than the terminal has room for");
    assertThat(Watch.fitting(lines, 1)).hasSize(2);
  }

  @Test
  void long_sentences_and_names_are_broken_where_a_line_ends() {
    Page page = new Page(true);
    page.line("%s %s", "word ".repeat(30), page.coloured("late", true));
    page.paragraph("x".repeat(230), 3);
    assertThat(page.lines()).hasSize(5);
    assertThat(page.lines().get(1)).endsWith("\u001b[31mlate\u001b[39m");
    assertThat(page.lines().subList(2, 5)).allMatch(line -> line.length() <= 100);
    assertThat(String.join("", page.lines().subList(2, 5)).replace(" ", ""))
        .isEqualTo("x".repeat(230));
  }
}
