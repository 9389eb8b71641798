package com.veetssuites.command.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.RunningServer;
import com.veetssuites.command.ServerAccess;
import com.veetssuites.command.SmallServer;
import com.veetssuites.command.SmallServer.Answer;
import com.veetssuites.command.SmallServer.Asked;
import com.veetssuites.command.TemporaryServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command makes of a server that ends, forgets or fails; the platform tests the rest. */
@Timeout(30)
class WarmCacheCommandTest {

  private static final String STATUS =
      """
      {"run": %d, "state": "%s", "done": 1, "failed": %d, "total": 3, "millis": 7, "parts": [
        {"warmer": "courses", "done": 1, "failed": %d, "total": 3, "millis": 7,
         "reasons": ["course 1: \\u001b[2Jit is gone"]}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @TempDir Path folder;

  private static Answer status(int run, String state, int failed) {
    return new Answer(200, STATUS.formatted(run, state, failed, failed));
  }

  private static Answer last(int run, String state, int failed) {
    return new Answer(200, "{\"last\": " + status(run, state, failed).body() + "}");
  }

  private int run(Function<Asked, Answer> answers, String... arguments) throws Exception {
    ServerAccess access =
        new ServerAccess() {
          @Override
          public Path dataFolder() {
            return folder;
          }

          @Override
          public TemporaryServer start() {
            throw new CommandFailed("None is started here.");
          }
        };
    try (SmallServer server = new SmallServer(answers)) {
      new RunningServer(server.url(), "token", ProcessHandle.current().pid(), "db")
          .announce(folder);
      CommandLine line = new CommandLine(new WarmCacheCommand(access, () -> false));
      line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
      line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
      line.setExecutionExceptionHandler((failure, command, result) -> {
        assertThat(failure).isInstanceOf(CommandFailed.class);
        command.getErr().println(failure.getMessage());
        return 1;
      });
      return line.execute(arguments);
    }
  }

  @Test
  void what_was_typed_is_what_the_server_is_asked_for() throws Exception {
    StringBuilder order = new StringBuilder();
    int code =
        run(
            asked -> {
              order.append(asked.body());
              return status(1, "done", 0);
            },
            "--courses",
            "--users",
            "7,5,7",
            "--pages=3");
    assertThat(code).isZero();
    assertThat(order)
        .hasToString("{\"parts\":\"courses,users,enrollments\",\"limits\":\"pages=3;users=7,5\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "interrupted, The warm-up was interrupted at the server; what it had warmed stays.",
    "failed, The warm-up failed at the server; its log tells why."
  })
  void a_run_that_did_not_end_well_is_told(String state, String sentence) throws Exception {
    int code =
        run(
            asked -> asked.method().equals("POST") ? status(4, "running", 0) : last(4, state, 2),
            "--all");
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly("Not warmed: course 1:  [2Jit is gone", "And 1 more.", sentence);
  }

  @Test
  void a_run_that_another_has_followed_is_not_guessed_at() throws Exception {
    int code =
        run(
            asked -> asked.method().equals("POST") ? status(4, "running", 0) : last(5, "done", 0),
            "--all");
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("how this one ended is not known.");
  }

  @Test
  void a_server_that_goes_away_is_told() throws Exception {
    int code =
        run(
            asked -> asked.method().equals("POST") ? status(4, "running", 0) : new Answer(0, ""),
            "--all");
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("broke off its answer to GET /actuator/cachewarmup");
  }

  @Test
  void a_server_that_cannot_warm_is_told() throws Exception {
    assertThat(run(asked -> new Answer(404, "{}"), "--all")).isEqualTo(1);
    assertThat(err.toString()).contains("has no /actuator/cachewarmup");
  }
}
