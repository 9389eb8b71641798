package com.veetssuites.cache.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own with one node, which goes through its part of a history. It shares the
 * {@link Cells} with its parent, and so the truth, all acknowledgements and the clock; it does what
 * its parent says in lines, and answers in lines.
 */
final class Child implements AutoCloseable {

  private static final int THREADS = 4;
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final Process process;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private volatile @Nullable String violation;
  private volatile boolean done;

  private Child(Process process) {
    this.process = process;
  }

  static Child start(
      Path cells, int nodes, int index, String url, String namespace, Search search, int parts) {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            cells.toString(),
            String.valueOf(nodes),
            String.valueOf(index),
            url,
            namespace,
            String.valueOf(search.seed()),
            String.valueOf(search.steps()),
            String.valueOf(index - nodes + parts),
            String.valueOf(parts));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Child child = new Child(process);
      Thread.ofPlatform().daemon().name("child-" + index).start(child::listen);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (BufferedReader in = process.inputReader(UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("violation ")) {
          violation = line.substring("violation ".length());
        } else if (line.equals("done")) {
          done = true;
        } else if (line.startsWith("= ")) {
          answers.add(line);
        }
      }
    } catch (IOException e) {
      // The process has gone, or is no longer listened to.
    }
    if (violation == null && !done) {
      violation = "A node's process ended in the middle of its history.";
    }
  }

  /** Throws what the process has found. */
  void check() {
    String found = violation;
    if (found != null) {
      throw new Violation(found);
    }
  }

  boolean done() {
    return done;
  }

  /** Says a line; the answer, or null when there was none in time. */
  @Nullable String ask(String word) throws InterruptedException {
    try {
      process.outputWriter(UTF_8).write(word + "\n");
      process.outputWriter(UTF_8).flush();
    } catch (IOException e) {
      return null;
    }
    return answers.poll(SETTLE.toMillis() + 5_000, TimeUnit.MILLISECONDS);
  }

  /** Stops it where it is, as a machine does that is being moved, or lets it go on. */
  void signal(String name) {
    try {
      int ignored =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Goes through the history while listening to the parent; ends with it. */
  static void main(String... arguments) throws Exception {
    int index = Integer.parseInt(arguments[2]);
    Cells cells = new Cells(Path.of(arguments[0]), Node.CELLS, Integer.parseInt(arguments[1]));
    RedisNode own = new RedisNode(index, arguments[3], arguments[4], Duration.ZERO, cells);
    History history =
        new History(
            List.of(own.node),
            cells,
            Long.parseLong(arguments[5]),
            Integer.parseInt(arguments[6]),
            true,
            Integer.parseInt(arguments[7]),
            Integer.parseInt(arguments[8]));
    AtomicBoolean told = new AtomicBoolean();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            obey(history, own.node, told);
          } catch (Exception e) {
            tell("violation " + e, told);
          }
          Runtime.getRuntime().halt(0);
        });
    try {
      history.run(THREADS);
      System.out.println("done");
    } catch (Violation e) {
      tell("violation " + e.getMessage(), told);
    }
    Thread.currentThread().join();
  }

  private static void obey(History history, Node node, AtomicBoolean told) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "calm" -> history.calm = true;
        case "busy" -> history.calm = false;
        case "listen" -> node.listening = true;
        case "talk" -> node.listening = false;
        case "settle" -> RedisSearch.settle(history, SETTLE);
        case "converge" -> history.converge();
        default -> throw new IllegalArgumentException(line);
      }
      System.out.println("= " + line);
    }
    told.set(true);
  }

  private static void tell(String line, AtomicBoolean told) {
    if (told.compareAndSet(false, true)) {
      System.out.println(line.replace('\n', ' '));
    }
  }
}
