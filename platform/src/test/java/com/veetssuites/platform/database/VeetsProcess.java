package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process with an embedded database: what a second {@code veets} is to the first. */
final class VeetsProcess implements AutoCloseable {

  private static final String ANSWER = "ANSWER ";

  private final Process process;
  private final BufferedReader output;

  /** What the process said first: {@code READY url password}, or the sentence of its failure. */
  final String answer;

  private VeetsProcess(Process process) throws IOException {
    this.process = process;
    output = process.inputReader();
    answer =
        output
            .lines()
            .filter(line -> line.startsWith(ANSWER)) // the rest is logged
            .findFirst()
            .map(line -> line.substring(ANSWER.length()))
            .orElse("");
  }

  /** The program of the process: serve or attach, until its standard input ends. */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    long start = System.nanoTime();
    try (EmbeddedPostgres database =
        arguments[0].equals("serve")
            ? EmbeddedPostgres.open(folder)
            : EmbeddedPostgres.attachOrOpen(folder)) {
      DatabaseUrl url = database.url();
      System.out.println(ANSWER + "READY " + url.jdbcUrl() + " " + url.password());
      System.err.println("opened in " + (System.nanoTime() - start) / 1_000_000 + " ms");
      while (System.in.read() >= 0) {
        // until the end
      }
    } catch (CommandFailed e) {
      System.out.println(ANSWER + e.getMessage());
      System.exit(1);
    }
  }

  /** The command line of such a process. */
  static List<String> command(String mode, Path folder) {
    return command(System.getProperty("java.class.path"), mode, folder);
  }

  static List<String> command(String classPath, String mode, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath,
        VeetsProcess.class.getName(),
        mode,
        folder.toString());
  }

  /** Starts a process and waits for its answer. */
  static VeetsProcess start(String mode, Path folder) throws IOException {
    return start(command(mode, folder));
  }

  /** Starts a process by a command line that ends in such a process. */
  static VeetsProcess start(List<String> command) throws IOException {
    return new VeetsProcess(
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  boolean isReady() {
    return answer.startsWith("READY ");
  }

  Connection connect() throws SQLException {
    String[] parts = answer.split(" ");
    return DriverManager.getConnection(parts[1], Cluster.NAME, parts[2]);
  }

  long pid() {
    return process.pid();
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends the process as its own end would. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("The process does not end");
    }
  }
}
