package com.veetssuites.platform;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.platform.database.DatabaseUrl;
import com.veetssuites.platform.database.EmbeddedPostgres;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
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
      "  veets serve --demo        on port 8000, with a small set of data when there is none",
      "  DATABASE_URL=postgres://user:password@host:5432/name veets serve"
    })
final class ServeCommand implements Callable<Integer> {

  /** What the command returns when the server goes on after it. */
  static final int STILL_RUNNING = -1;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: ${DEFAULT-VALUE}).",
      defaultValue = "8000")
  private int port;

  @Override
  public Integer call() {
    var application = new SpringApplication(VeetsSuites.class);
    application.setDefaultProperties(Map.of("server.port", port));
    // Neither waits for the application to be put together: a wrong address is told at once, and
    // the embedded database
    // starts meanwhile.
    DatabaseUrl external = DatabaseUrl.ofEnvironment();
    if (external == null) {
      EmbeddedPostgres.openInBackground(DataFolder.ofEnvironment().path());
    } else {
      external.check();
    }
    try {
      application.run();
    } catch (RuntimeException e) {
      EmbeddedPostgres.closeUnclaimed();
      CommandFailed failed = StartFailureReporter.commandFailed(e);
      throw failed == null ? e : failed;
    }
    return STILL_RUNNING;
  }
}
