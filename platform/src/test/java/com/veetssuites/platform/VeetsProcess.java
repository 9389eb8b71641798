package com.veetssuites.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code veets} with arguments, in a process of its own with an environment of its own. */
public final class VeetsProcess implements AutoCloseable {

  private static final List<String> OURS =
      List.of("DATABASE_URL", "USE_REDIS", "REDIS_URL", "VEETS_");

  private final Process process;
  private final Path out;
  private final Path err;

  /**
   * Starts it.
   *
   * @param folder where it runs, and for what it writes
   */
  public VeetsProcess(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    out = Files.createTempFile(folder, "out", "");
    err = Files.createTempFile(folder, "err", "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(VeetsSuites.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /** What Ctrl-C does. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
  }

  /** What {@code systemctl stop} does. */
  public void terminate() {
    process.destroy();
  }

  /** What {@code kill -9} does; returns when the process is no more. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public boolean lives() {
    return process.isAlive();
  }

  /** The exit code. */
  public int await() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("It did not end within a minute: " + out() + err());
    }
    return process.exitValue();
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
