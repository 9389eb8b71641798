package com.veetssuites.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLauncherTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Serve serve = new Serve();

  @Test
  void help_lists_the_commands_and_their_purpose() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("serve", "Serve the API.", "demo-data", "tasks")
        .contains("veets COMMAND --help");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void without_a_command_the_usage_goes_to_standard_error() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: veets", "serve", "demo-data");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "serv, serve",
    "serev, serve",
    "SERVE, serve",
    "demo, demo-data",
    "demodata, demo-data",
    "demo_dta, demo-data",
    "task, tasks"
  })
  void an_unknown_command_is_answered_with_the_nearest(String typed, String nearest) {
    assertThat(run(typed)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("There is no command \"%s\"; did you mean %s?".formatted(typed, nearest));
  }

  @Test
  void a_command_that_is_like_none_gets_no_suggestion() {
    assertThat(run("frobnicate")).isEqualTo(2);
    assertThat(err.toString()).startsWith("There is no command \"frobnicate\".");
  }

  @ParameterizedTest
  @CsvSource({"--prot, --port", "--prot=1, --port", "-port, --port", "--hlep, --help"})
  void an_unknown_option_is_answered_with_the_nearest(String typed, String nearest) {
    assertThat(run("serve", typed, "1")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "There is no option %s; did you mean %s?"
                .formatted(typed.replaceFirst("=.*", ""), nearest))
        .contains("veets serve --help");
    assertThat(serve.port).isNull();
  }

  @Test
  void hidden_options_are_not_suggested() {
    assertThat(run("serve", "--secrte")).isEqualTo(2);
    assertThat(err.toString()).startsWith("There is no option --secrte.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "70000", "-1", "65536", "99999999999", "80.5", ""})
  void a_port_that_is_none_is_refused(String port) {
    assertThat(run("serve", "--port=" + port)).isEqualTo(2);
    assertThat(err.toString()).contains("--port").contains("is not a port").contains("0 to 65535");
  }

  @Test
  void a_port_arrives() {
    assertThat(run("serve", "--port", "65535")).isZero();
    assertThat(serve.port).isEqualTo(65535);
  }

  @Test
  void an_argument_too_many_is_named() {
    assertThat(run("serve", "8000")).isEqualTo(2);
    assertThat(err.toString()).startsWith("veets serve does not take the argument \"8000\".");
  }

  @Test
  void every_command_has_help_also_below_another() {
    assertThat(run("tasks", "active", "--help")).isZero();
    assertThat(out.toString()).contains("Usage: veets tasks active");
  }

  @Test
  void underscores_are_understood_as_hyphens() {
    assertThat(run("demo_data")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("The database is full." + System.lineSeparator());
  }

  @Test
  void a_failed_command_says_its_sentence_even_from_below_other_failures() {
    serve.failure = new IllegalStateException("outer", new CommandFailed("Port 1 is in use."));
    assertThat(run("serve")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("Port 1 is in use." + System.lineSeparator());
  }

  @Test
  void a_failure_that_nobody_foresaw_keeps_its_stack_trace() {
    serve.failure = new IllegalStateException("a bug");
    assertThat(run("serve")).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: a bug", "\tat ");
  }

  private int run(String... arguments) {
    var launcher =
        new CommandLauncher(
            List.of(serve, new DemoData(), new Tasks()),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return launcher.run(arguments);
  }

  @Command(name = "serve", description = "Serve the API.")
  private static final class Serve implements Callable<Integer> {
    @Option(names = "--port", converter = PortNumber.class)
    private @Nullable Integer port;

    @SuppressWarnings("unused") // set by picocli
    @Option(names = "--secret", hidden = true)
    private boolean secret;

    private @Nullable RuntimeException failure;

    @Override
    public Integer call() {
      if (failure != null) {
        throw failure;
      }
      return 0;
    }
  }

  @Command(name = "demo-data")
  private static final class DemoData implements Runnable {
    @Override
    public void run() {
      throw new CommandFailed("The database is full.");
    }
  }

  @Command(name = "tasks", subcommands = Active.class)
  private static final class Tasks implements Runnable {
    @Override
    public void run() {}
  }

  @Command(name = "active")
  private static final class Active implements Runnable {
    @Override
    public void run() {}
  }
}
