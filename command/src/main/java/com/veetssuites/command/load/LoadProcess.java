package com.veetssuites.command.load;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.ProgressBar;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The process that sends the load: heap and threads of its own, and the JVM options that Gatling
 * needs. It is asked to stop by the end of its standard input, so it never outlives the command for
 * long; then it ends with the report of what has run.
 */
final class LoadProcess {

  private static final String MAIN = "com.veetssuites.benchmarks.load.LoadTest";
  private static final Duration LONGEST_REPORT = Duration.ofMinutes(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(90);

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1g",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          // Gatling looks for its latest version on Maven Central at each start, and remembers when
          // in
          // the home of the user. A proxy that refuses keeps it to itself; the load knows of none.
          "-Dhttps.proxyHost=127.0.0.1",
          "-Dhttps.proxyPort=9");

  private final Process process;
  private final ProgressBar progress;
  private final Output output;
  private final Duration duration;
  private volatile boolean interrupted;
  private volatile @Nullable String failure;

  private LoadProcess(Process process, ProgressBar progress, Output output, Duration duration) {
    this.process = process;
    this.progress = progress;
    this.output = output;
    this.duration = duration;
  }

  /**
   * Runs to its end.
   *
   * @param program folder with classes and libraries
   * @param folder where it leaves everything
   * @param whenDone what is said when it has ended well; the process waits for it after a Ctrl-C
   * @return what {@code whenDone} says
   * @throws CommandFailed when it could not begin, or came to no report
   */
  static int run(
      Path program,
      LoadTestPlan plan,
      Path folder,
      Output output,
      ProgressBar progress,
      IntSupplier whenDone) {
    var ended = new CountDownLatch(1);
    LoadProcess load = start(program, plan, folder, output, progress);
    Thread hook = new Thread(() -> load.interrupt(ended), "load-test-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      load.await();
      return whenDone.getAsInt();
    } finally {
      load.process.destroyForcibly();
      ended.countDown();
      if (!load.interrupted) {
        remove(hook);
      }
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The end has begun in this moment, and the hook finds nothing to wait for.
    }
  }

  private static LoadProcess start(
      Path program, LoadTestPlan plan, Path folder, Output output, ProgressBar progress) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-Djava.util.prefs.userRoot=" + program.resolve("preferences"));
    command.add("-cp");
    command.add(program.resolve("classes") + File.pathSeparator + program.resolve("lib/*"));
    command.add(MAIN);
    command.addAll(plan.arguments(folder));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(folder.resolve("jvm.log").toFile()).start();
      return new LoadProcess(process, progress, output, plan.duration());
    } catch (IOException e) {
      throw new CommandFailed("The load test could not be started: " + e.getMessage(), e);
    }
  }

  private void await() {
    Thread reader = Thread.ofVirtual().start(this::listen);
    try {
      if (!process.waitFor(duration.plus(LONGEST_REPORT).toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CommandFailed("The load test did not come to an end, and was ended.");
      }
      reader.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("The load test was interrupted.", e);
    } finally {
      progress.close();
    }
    if (process.exitValue() != 0) {
      throw new CommandFailed(
          failure == null
              ? "The load test ended with exit code %d.".formatted(process.exitValue())
              : failure);
    }
    if (interrupted) {
      output.note("Interrupted; what follows is of the time until then.");
    }
  }

  /** What the process says, a line each. */
  private void listen() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        String sentence = line.substring(space + 1);
        switch (line.substring(0, Math.max(0, space))) {
          case "note" -> output.note("%s", sentence);
          case "fail" -> failure = sentence;
          case "begin" -> Thread.ofVirtual().start(this::tick);
          default -> output.note("%s", line);
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private void tick() {
    progress.begin("seconds", Math.max(1, duration.toSeconds()));
    try {
      for (long second = 1; second <= duration.toSeconds(); second++) {
        if (process.waitFor(1, TimeUnit.SECONDS)) {
          return;
        }
        progress.advance(1);
      }
      progress.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process of the command is about to end: waits for the report. */
  private void interrupt(CountDownLatch ended) {
    interrupted = true;
    try {
      process.getOutputStream().close();
      if (!ended.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
