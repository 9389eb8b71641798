package com.veetssuites.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.veetssuites.command.SmallServer.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which server a command comes to, and what it is told when it comes to none. */
@Timeout(30)
class ServerOptionsTest {

  private static final String SECRET = "0123456789-0123456789-0123456789";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @TempDir Path folder;
  private @Nullable String environment;
  private boolean ended;

  @Command(name = "ask")
  private static final class Ask implements Callable<Integer> {
    @Mixin private ServerOptions server;
    private final ServerAccess access;
    private final Output output;

    Ask(ServerAccess access, @Nullable String environment, Output output) {
      this.server = new ServerOptions().environment(environment);
      this.access = access;
      this.output = output;
    }

    @Override
    public Integer call() {
      try (ServerClient client = server.open(access, output)) {
        output.line("%s %s", client.get("/actuator/health"), client.temporary());
      }
      return 0;
    }
  }

  private int run(@Nullable URI temporary, String... arguments) {
    ServerAccess access =
        new ServerAccess() {
          @Override
          public Path dataFolder() {
            return folder;
          }

          @Override
          public TemporaryServer start() {
            if (temporary == null) {
              throw new CommandFailed("There is no database.");
            }
            return new TemporaryServer(
                new RunningServer(temporary, "temporary", 1, "db"), () -> ended = true);
          }
        };
    PrintWriter answers = new PrintWriter(out, true);
    PrintWriter notes = new PrintWriter(err, true);
    Ask ask = new Ask(access, environment, new Output(answers, notes, false, false));
    String[] all = new String[arguments.length + 1];
    all[0] = "ask";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int code = new CommandLauncher(List.of(ask), answers, notes).run(all);
    assertThat(out + "" + err).doesNotContain(SECRET);
    return code;
  }

  private static SmallServer server() throws Exception {
    return new SmallServer(asked -> new Answer(200, asked.token().replace(SECRET, "the secret")));
  }

  private void announce(URI url) throws Exception {
    new RunningServer(url, "announced", ProcessHandle.current().pid(), "db").announce(folder);
  }

  private Path token(String text) throws Exception {
    return Files.writeString(folder.resolve("token"), text);
  }

  @Test
  void without_a_name_it_is_the_server_of_this_machine() throws Exception {
    try (SmallServer server = server()) {
      announce(server.url());
      assertThat(run(null)).isZero();
      assertThat(out.toString()).startsWith("Bearer announced false");
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void without_a_server_one_is_started_told_of_and_ended() throws Exception {
    SmallServer killed = server();
    announce(killed.url());
    killed.close();
    try (SmallServer server = server()) {
      assertThat(run(server.url())).isZero();
      assertThat(out.toString()).startsWith("Bearer temporary true");
      assertThat(err.toString()).startsWith("No server runs: doing it in this process");
      assertThat(ended).isTrue();
    }
    assertThat(run(null)).isEqualTo(1);
    assertThat(err.toString()).endsWith("There is no database.\n");
  }

  @Test
  void a_named_server_is_shown_the_token_of_the_file_or_else_of_the_environment() throws Exception {
    try (SmallServer server = server()) {
      String url = server.url() + "/";
      assertThat(run(null, "--server", url, "--token-file", "" + token(SECRET + "\n"))).isZero();
      assertThat(out.toString()).startsWith("Bearer the secret false");
      environment = SECRET;
      assertThat(run(null, "--server", url)).isZero();
      assertThat(server.asked())
          .extracting(SmallServer.Asked::path, SmallServer.Asked::token)
          .containsOnly(tuple("/actuator/health", "Bearer " + SECRET));
    }
  }

  @Test
  void the_server_of_this_machine_can_be_named_without_a_token() throws Exception {
    try (SmallServer server = server();
        SmallServer other = server()) {
      announce(server.url());
      assertThat(run(null, "--server", "http://localhost:" + server.url().getPort())).isZero();
      assertThat(out.toString()).startsWith("Bearer announced");
      assertThat(run(null, "--server", other.url().toString())).isEqualTo(2);
      assertThat(err.toString()).startsWith("--server needs the operations token");
      assertThat(other.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "school.example.org",
        "ftp://school.example.org",
        "https://user:0123456789-0123456789-0123456789@school.example.org",
        "https://school.example.org/?a=b",
        "https://",
        "http://localhost:99999",
        "http://two words"
      })
  void what_is_no_address_is_wrong_usage(String url) {
    environment = SECRET;
    assertThat(run(null, "--server", url)).isEqualTo(2);
    assertThat(err.toString()).startsWith("--server is the address of a server, such as https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://nowhere.invalid",
        "HTTP://nowhere.invalid:8000",
        "http://127.0.0.1.nowhere.invalid",
        "http://localhost.nowhere.invalid"
      })
  void a_token_is_not_sent_in_the_open_unless_told(String url) {
    environment = SECRET;
    assertThat(run(null, "--server", url)).isEqualTo(2);
    assertThat(err.toString()).contains("use https, or --insecure");
    assertThat(run(null, "--server", url, "--insecure")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no machine ");
  }

  @Test
  void what_is_no_token_is_told_without_showing_it() throws Exception {
    String url = "https://nowhere.invalid";
    assertThat(run(null, "--server", url, "--token-file", folder + "/none")).isEqualTo(1);
    assertThat(err.toString()).startsWith("There is no file " + folder + "/none to read the token");
    assertThat(run(null, "--server", url, "--token-file", "" + folder)).isEqualTo(1);
    assertThat(err.toString()).contains("The token cannot be read from " + folder);
    Path two = token(SECRET + "\n" + SECRET);
    assertThat(run(null, "--server", url, "--token-file", "" + two)).isEqualTo(1);
    assertThat(err.toString()).contains("The file " + two + " has no token: one line of letters");
    environment = SECRET + "\u00e9";
    assertThat(run(null, "--server", url)).isEqualTo(1);
    assertThat(err.toString()).contains("VEETS_TOKEN has no token");
  }

  @Test
  void options_of_a_named_server_go_with_one() throws Exception {
    assertThat(run(null, "--insecure")).isEqualTo(2);
    assertThat(run(null, "--token-file", "" + token(SECRET))).isEqualTo(2);
    assertThat(err.toString()).contains("--insecure goes with --server.", "--token-file goes with");
  }
}
