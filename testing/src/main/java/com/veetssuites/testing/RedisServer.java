package com.veetssuites.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on loopback, in a process of its own: it can be stopped, paused, killed and started
 * again on the same port. Dies with the JVM of the test.
 */
public final class RedisServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(10);

  private final int port;
  private final List<String> options;
  private final Path folder;
  private @Nullable Process process;

  private RedisServer(int port, List<String> options, Path folder) {
    this.port = port;
    this.options = options;
    this.folder = folder;
  }

  /**
   * Starts a server on a free port.
   *
   * @param options as on the command line: {@code --requirepass}, {@code secret}
   */
  public static RedisServer start(String... options) {
    try {
      Path folder = Files.createTempDirectory("test-redis");
      RedisServer server = new RedisServer(freePort(), List.of(options), folder);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.startAgain();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Redis for the tests", e);
    }
  }

  /** Starts a replica of this server. */
  public RedisServer replica() {
    return replicaOf(port);
  }

  /** Starts a replica of whatever listens on this port of loopback. */
  public static RedisServer replicaOf(int port) {
    return start("--replicaof", "127.0.0.1", Integer.toString(port), "--repl-diskless-sync", "yes");
  }

  /** A port that was free a moment ago, low enough that a cluster's bus port exists above it. */
  static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < 55_000) {
          return socket.getLocalPort();
        }
      }
    }
  }

  public int port() {
    return port;
  }

  /** The server's URL, without a password. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts the server on the same port and with the same files, after it has ended. */
  public synchronized void startAgain() {
    List<String> command = new ArrayList<>();
    command.add(RedisBinary.path().toString());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--dir", folder.toString(), "--daemonize", "no"));
    command.addAll(options);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command, e);
    }
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new IllegalStateException("Redis does not start: " + log());
      }
      pause(Duration.ofMillis(10));
    }
  }

  private boolean answers() {
    try {
      String answer = command("PING");
      return answer.startsWith("+PONG") || answer.startsWith("-NOAUTH");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("redis.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The first kilobytes of the raw answer to one command, on a connection of its own. */
  public String command(String... words) {
    return command(port, words);
  }

  /** The same, to whatever listens on a port of loopback and speaks as Redis does. */
  public static String command(int port, String... words) {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
      request.append(word).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      OutputStream out = socket.getOutputStream();
      out.write(request.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      byte[] answer = new byte[65_536];
      int read = new BufferedInputStream(socket.getInputStream()).read(answer);
      return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops the process where it is (SIGSTOP): connections stay open and nothing is answered. */
  public void pause() {
    signal("STOP");
  }

  /** Lets a paused process go on (SIGCONT). */
  public void resume() {
    signal("CONT");
  }

  private synchronized void signal(String name) {
    if (process == null) {
      throw new IllegalStateException("The server does not run.");
    }
    try {
      int result =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (result != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + result);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process at once (SIGKILL). */
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      await(process);
      process = null;
    }
  }

  /** Ends the process in order: it writes what it is configured to keep. */
  public synchronized void stop() {
    if (process != null) {
      process.destroy();
      if (!await(process)) {
        process.destroyForcibly();
      }
      process = null;
    }
  }

  private static boolean await(Process process) {
    try {
      return process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A temporary folder that stays, or that an earlier close has removed.
    }
  }
}
