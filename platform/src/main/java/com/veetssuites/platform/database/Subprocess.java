package com.veetssuites.platform.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A program of PostgreSQL, or of the system, that this process runs: in English, untouched by PG…
 * variables.
 */
final class Subprocess {

  private static final int OUTPUT_LIMIT = 64 * 1024;

  private final Process process;
  private final StringBuffer output = new StringBuffer();
  private final Thread reader;

  private Subprocess(Process process) {
    this.process = process;
    reader = Thread.ofVirtual().name("subprocess-output").start(this::read);
  }

  static Subprocess start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // The current folder may be closed to the user that the program runs as.
    builder.directory(Path.of("/").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return new Subprocess(builder.start());
  }

  /** Runs a program to its end, with this text as its standard input. */
  static Outcome run(Duration timeout, List<String> command, String input) throws IOException {
    Subprocess program = start(command);
    try (OutputStream stdin = program.process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading: its exit code and output say why.
    }
    return program.await(timeout);
  }

  static Outcome run(Duration timeout, List<String> command) throws IOException {
    return run(timeout, command, "");
  }

  /** What the program answered, or null while it runs. */
  @Nullable Outcome outcome() throws IOException {
    return process.isAlive() ? null : await(Duration.ofSeconds(1));
  }

  private Outcome await(Duration timeout) throws IOException {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            new TimeoutException(
                "%s took longer than %s".formatted(process.info().command(), timeout)));
      }
      // A grandchild may hold the pipe open: what has come by now is enough.
      reader.join(Duration.ofSeconds(1));
      return new Outcome(process.exitValue(), output.toString());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void read() {
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (output.length() < OUTPUT_LIMIT) {
          output.append(line, 0, Math.min(line.length(), 4096)).append('\n');
        }
      }
    } catch (IOException e) {
      // The program was ended: what it said until then is kept.
    }
  }

  /** The end of a program. */
  record Outcome(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }

    /** The line that says most: the first that is an error, else the last. */
    String reason() {
      return output
          .lines()
          .filter(
              line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("rror:"))
          .findFirst()
          .or(() -> output.lines().filter(line -> !line.isBlank()).reduce((first, last) -> last))
          .orElse("it said nothing, exit code " + exitCode)
          .strip();
    }
  }
}
