package com.veetssuites.platform;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.PortNumber;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.platform.database.DatabaseUrl;
import com.veetssuites.platform.database.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code veets serve}: the API server. */
@Command(
    name = "serve",
    description = "Serve the API.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets serve --demo        on port 8000, with data to look at",
      "  veets serve --port 9000",
      "  veets serve --no-workers  with `veets worker` beside it",
      "  DATABASE_URL=postgres://user:password@host:5432/name veets serve"
    })
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 lets the system choose (default: 8000).",
      converter = PortNumber.class)
  private @Nullable Integer port;

  @Option(
      names = "--demo",
      description =
          "Load a small set of demo data if the database is empty, and print its accounts.")
  private boolean demo;

  @Option(
      names = "--no-workers",
      description = "Run no tasks in this process: `veets worker` does, here or on other machines.")
  private boolean noWorkers;

  @Option(
      names = "--train",
      hidden = true,
      description = "Answer a few requests of one's own and stop: for the AOT cache.")
  private boolean train;

  @Override
  public Integer call() {
    var application = new SpringApplication(VeetsSuites.class);
    application.setDefaultProperties(Map.of("server.port", 8000));
    // Neither waits for the application to be put together: a wrong address is told at once, and
    // the embedded database starts meanwhile.
    DatabaseUrl external = DatabaseUrl.ofEnvironment();
    Path dataFolder = DataFolder.ofEnvironment().path();
    if (train && (external != null || Files.exists(dataFolder))) {
      throw new CommandFailed(
          "--train leaves an account behind: it needs a data folder that is new, and no DATABASE_URL.");
    }
    if (external == null) {
      EmbeddedPostgres.openInBackground(dataFolder);
    } else {
      external.check();
    }
    ConfigurableApplicationContext context;
    try {
      context = application.run(properties());
    } catch (RuntimeException e) {
      EmbeddedPostgres.closeUnclaimed();
      CommandFailed failed = StartFailureReporter.commandFailed(e);
      throw failed == null ? e : failed;
    }
    int listening =
        context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    if (train) {
      new TrainingRun(listening).run();
      return SpringApplication.exit(context);
    }
    CelerySettings.mention();
    LOG.info(
        "Listening: http://localhost:{}/api/courses/ (all of it: http://localhost:{}/api/docs/)",
        listening,
        listening);
    return VeetsSuites.STILL_RUNNING;
  }

  /** What was typed, in the form that outranks the environment. */
  private String[] properties() {
    Stream<String> listen = port == null ? Stream.empty() : Stream.of("--server.port=" + port);
    Stream<String> fill = demo ? Stream.of("--veets.demo=true") : Stream.empty();
    Stream<String> work =
        noWorkers ? Stream.of("--veets.tasks.worker.enabled=false") : Stream.empty();
    // DEBUG=true is about statements; Spring Boot would take it for a wish to hear of itself.
    return Stream.of(listen, fill, work, Stream.of("--debug=false"))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }
}
