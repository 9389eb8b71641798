package com.veetssuites.command.load;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the scenarios are, as classes and libraries. They are no part of the application, so that
 * nobody who only serves has to fetch them.
 */
@FunctionalInterface
public interface LoadProgram {

  /**
   * The folder with {@code classes} and {@code lib}, built when it has to be.
   *
   * @throws CommandFailed when it cannot be built
   */
  Path folder();

  /**
   * The program of a checkout, built by its {@code veets} script.
   *
   * @param home the folder of the script; null when the application was started without it
   */
  static LoadProgram ofCheckout(@Nullable String home) {
    return () -> {
      if (home == null || !Files.isExecutable(Path.of(home, "veets"))) {
        throw new CommandFailed(
            "load-test is built and started by the veets script of a checkout: ./veets load-test.");
      }
      return build(Path.of(home, "veets"));
    };
  }

  private static Path build(Path script) {
    try {
      Process process =
          new ProcessBuilder(script.toString(), "--load-test-folder")
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String folder =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0 || folder.isEmpty()) {
        throw new CommandFailed("The load test could not be built.");
      }
      return Path.of(folder);
    } catch (IOException e) {
      throw new CommandFailed("The load test could not be built: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted while the load test was built.", e);
    }
  }
}
