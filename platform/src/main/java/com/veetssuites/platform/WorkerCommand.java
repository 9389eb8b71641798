package com.veetssuites.platform;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.database.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code veets worker}: runs tasks, and answers no requests. */
@Command(
    name = "worker",
    description = {
      "Run tasks, beside a server or on another machine with the same DATABASE_URL.",
      "",
      "Schedules are part of every worker, once in the whole cluster. A worker that is told to stop"
          + " finishes what it runs, or gives it back."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets worker                     all queues",
      "  veets worker --concurrency 4     four tasks at once of each queue",
      "  veets worker --queues file_processing,notifications --concurrency 4"
    })
final class WorkerCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);
  private static final int MOST = 1_000;

  @Option(
      names = {"-Q", "--queues"},
      paramLabel = "QUEUE",
      split = ",",
      description = "Queues to serve, separated by commas (default: all).")
  private List<String> queues = new ArrayList<>();

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "N",
      description = "Tasks at once of each queue (default: as configured for the queue).")
  private @Nullable Integer concurrency;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Name of this worker for people (default: host and process).")
  private @Nullable String name;

  @Option(
      names = {"-l", "--log-level"},
      paramLabel = "LEVEL",
      description = "error, warn, info or debug (default: info).")
  private @Nullable String logLevel;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    check();
    DatabaseUrl external = DatabaseUrl.ofEnvironment();
    if (external != null) {
      external.check();
    }
    var application = new SpringApplication(VeetsSuites.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    // What answers requests is not made; the loop of the worker keeps the process.
    application.setDefaultProperties(
        Map.of(
            "spring.main.lazy-initialization", "true",
            "spring.main.keep-alive", "true",
            "veets.database.attach", "true"));
    try {
      application.run(properties());
    } catch (RuntimeException e) {
      CommandFailed failed = StartFailureReporter.commandFailed(e);
      throw failed == null ? e : failed;
    }
    CelerySettings.mention();
    LOG.info("Running tasks of {}", queues.isEmpty() ? "all queues" : String.join(", ", queues));
    return VeetsSuites.STILL_RUNNING;
  }

  private void check() {
    String wrong = null;
    if (concurrency != null && (concurrency < 1 || concurrency > MOST)) {
      wrong = "--concurrency must be from 1 to %d, not %d.".formatted(MOST, concurrency);
    } else if (queues.stream().anyMatch(String::isBlank)) {
      wrong = "--queues takes names separated by commas, as in --queues cache,notifications.";
    } else if (logLevel != null && !logLevel.matches("(?i)error|warn|info|debug")) {
      wrong = "--log-level is error, warn, info or debug, not \"%s\".".formatted(logLevel);
    }
    if (wrong != null) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), wrong);
    }
  }

  /** What was typed, in the form that outranks the environment. */
  private String[] properties() {
    List<String> properties = new ArrayList<>(List.of("--debug=false"));
    properties.add("--veets.tasks.worker.enabled=true");
    if (!queues.isEmpty()) {
      properties.add("--veets.tasks.worker.queues=" + String.join(",", queues));
    }
    if (concurrency != null) {
      properties.add("--veets.tasks.worker.concurrency=" + concurrency);
    }
    if (name != null) {
      properties.add("--veets.tasks.worker.name=" + name);
    }
    if (logLevel != null) {
      properties.add("--logging.level.com.veetssuites=" + logLevel);
    }
    return properties.toArray(String[]::new);
  }
}
