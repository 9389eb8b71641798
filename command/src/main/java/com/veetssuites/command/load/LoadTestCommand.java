package com.veetssuites.command.load;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code veets load-test}: virtual users for a server that runs, and a report. */
@Command(
    name = "load-test",
    description = {
      "Let virtual users loose on a running server, and report how it answered.",
      "",
      "browse: lists, search, courses. student: log in, find a course, enroll, upload a CV, wait"
          + " until it is read. mixed: one student to four who browse. Students are accounts of"
          + " their own, load-test-…@example.com, registered before the run.",
      "",
      "The report is a page for the browser; its path is the last line. Exit code: 0 done, 1 not,"
          + " or more than 1 %% of the requests failed, 2 wrong usage."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets load-test                         ten users for half a minute",
      "  veets load-test --users 50 --duration 5m --scenario browse",
      "  veets load-test --users 4 --pause 0s    as fast as it is answered",
      "  veets load-test --url https://staging.example.com --remote",
      "  veets load-test --json                  figures for programs"
    })
public final class LoadTestCommand implements Callable<Integer> {

  private static final int MOST_USERS = 10_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

  private final LoadProgram program;
  private final Supplier<Path> reports;
  private final Clock clock;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server (default: ${DEFAULT-VALUE}).")
  private String url = "http://localhost:8000";

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Users at once (default: ${DEFAULT-VALUE}).")
  private int users = 10;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = LoadDuration.class,
      description = "How long: 30s, 5m, 1h (default: 30s).")
  private Duration duration = Duration.ofSeconds(30);

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      converter = LoadScenario.Converter.class,
      description = "browse, student or mixed (default: ${DEFAULT-VALUE}).")
  private LoadScenario scenario = LoadScenario.MIXED;

  @Option(
      names = "--pause",
      paramLabel = "TIME",
      converter = LoadDuration.class,
      description =
          "How long a user looks at an answer, half of it to one and a half (default: 100ms).")
  private Duration pause = Duration.ofMillis(100);

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "An empty or new folder for the report (default: one in target/load-test).")
  private @Nullable Path report;

  @Option(names = "--remote", description = "The server is another machine, and you may load it.")
  private boolean remote;

  @Option(names = "--json", description = "Answer with one JSON document.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /**
   * @param program what sends the load
   * @param reports the folder in which each run without --report gets its own
   * @param clock names the reports
   */
  public LoadTestCommand(LoadProgram program, Supplier<Path> reports, Clock clock) {
    this.program = program;
    this.reports = reports;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    LoadTestPlan plan = plan(commandLine);
    Output output = Output.of(commandLine, json);
    plan.target().check(output);
    Path folder = folder();
    Path libraries = program.folder();
    output.note(
        "%d users, %s, %s, %s",
        users, scenario, LoadDuration.format(duration), plan.target().url());
    ProgressBar progress = json ? ProgressBar.silent() : ProgressBar.on(output.err());
    return LoadProcess.run(
        libraries,
        plan,
        folder,
        output,
        progress,
        () -> {
          LoadFigures.read(folder).tell(output);
          return CommandLine.ExitCode.OK;
        });
  }

  private LoadTestPlan plan(CommandLine commandLine) {
    String wrong = null;
    if (users < 1 || users > MOST_USERS) {
      wrong = "--users must be from 1 to %d, not %d.".formatted(MOST_USERS, users);
    } else if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      wrong = "--duration must be from 1s to 24h, not %s.".formatted(LoadDuration.format(duration));
    } else if (pause.compareTo(LONGEST_PAUSE) > 0) {
      wrong = "--pause must be 1m at most, not %s.".formatted(LoadDuration.format(pause));
    }
    if (wrong != null) {
      throw new ParameterException(commandLine, wrong);
    }
    LoadTarget target;
    try {
      target = LoadTarget.of(url);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, Objects.requireNonNull(e.getMessage()), e);
    }
    if (!remote && !target.local()) {
      throw new ParameterException(
          commandLine,
          "%s is another machine; add --remote if you may load it, for a load test looks like an attack."
              .formatted(target.url()));
    }
    return new LoadTestPlan(target, users, duration, scenario, pause);
  }

  private Path folder() {
    Path folder =
        report == null
            ? reports
                .get()
                .resolve(
                    "%s-%s"
                        .formatted(NAME.format(clock.instant().atZone(clock.getZone())), scenario))
            : report;
    folder = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new CommandFailed("The folder %s is not empty.".formatted(folder));
        }
      }
    } catch (IOException e) {
      throw new CommandFailed("The folder %s cannot be made or read.".formatted(folder), e);
    }
    return folder;
  }
}
