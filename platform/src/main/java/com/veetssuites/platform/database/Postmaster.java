package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process of a cluster: started, found again, stopped. Every method wants the transition
 * lock.
 */
final class Postmaster {

  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

  // A server that ended badly reads its log of changes first, which may take minutes.
  private static final int START_SECONDS = 300;
  private static final int FAST_STOP_SECONDS = 30;
  private static final int IMMEDIATE_STOP_SECONDS = 10;
  private static final int ATTEMPTS = 20;
  private static final Duration LOOK = Duration.ofMillis(4);

  private final Cluster cluster;
  private final PostgresBinaries binaries;
  private final ServerAccount account;
  private final ServerLog log;

  Postmaster(Cluster cluster, PostgresBinaries binaries, ServerAccount account, ServerLog log) {
    this.cluster = cluster;
    this.binaries = binaries;
    this.account = account;
    this.log = log;
  }

  /** The port of the server that runs on the cluster; null when none does. */
  @Nullable Integer port() throws IOException {
    PostmasterFile file = running();
    while (file != null && !file.ready()) {
      Pause.of(LOOK);
      file = running();
    }
    return file == null ? null : file.port();
  }

  /** Starts a server and answers with its port once it accepts connections. */
  int start() throws IOException {
    PostmasterFile old = PostmasterFile.read(cluster.processFile());
    if (old == null) {
      // Empty, as a power failure leaves it: pg_ctl refuses it, and it holds nothing to lose.
      Files.deleteIfExists(cluster.processFile());
    } else if (!old.runs(cluster.folder(), account)) {
      old.disarm(cluster.processFile());
    }
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      long logged = log.size();
      String failure = start(port);
      if (failure == null) {
        return port;
      }
      String report = log.since(logged) + failure;
      if (Folders.full(report)) {
        throw Folders.full(cluster.folder().resolveSibling(""));
      }
      if (attempt == ATTEMPTS || !passes(report)) {
        throw new CommandFailed(
            "PostgreSQL did not start: %s (all of it is in %s)"
                .formatted(new Subprocess.Outcome(1, report).reason(), log.file()));
      }
      Pause.of(Duration.ofMillis(250));
    }
  }

  /** Stops the server, after its transactions were rolled back and its buffers written. */
  void stop() throws IOException {
    if (stop("fast", FAST_STOP_SECONDS) || stop("immediate", IMMEDIATE_STOP_SECONDS)) {
      return;
    }
    PostmasterFile file = running();
    if (file != null) {
      throw new CommandFailed(
          "PostgreSQL (process %d) does not stop: see %s.".formatted(file.pid(), log.file()));
    }
  }

  private @Nullable PostmasterFile running() throws IOException {
    PostmasterFile file = PostmasterFile.read(cluster.processFile());
    return file != null && file.runs(cluster.folder(), account) ? file : null;
  }

  /** Returns null when the server is ready, else what was said. */
  private @Nullable String start(int port) throws IOException {
    PostmasterFile old = PostmasterFile.read(cluster.processFile());
    // pg_ctl puts the server into a session of its own: Ctrl-C in the terminal reaches this process
    // alone, which stops the server when nothing uses it any more.
    Subprocess starter =
        Subprocess.start(
            account.command(
                binaries.program("pg_ctl"),
                "start",
                "-w",
                "-t",
                String.valueOf(START_SECONDS),
                "-D",
                cluster.folder().toString(),
                "-l",
                log.file().toString(),
                "-o",
                "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
                    .formatted(port)));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS + 10);
    while (System.nanoTime() < deadline) {
      // pg_ctl looks ten times a second; the file tells sooner.
      PostmasterFile now = PostmasterFile.read(cluster.processFile());
      if (now != null && now.ready() && now.port() == port && !now.equals(old)) {
        return null;
      }
      Subprocess.Outcome outcome = starter.outcome();
      if (outcome != null) {
        return outcome.succeeded() ? null : outcome.output();
      }
      Pause.of(LOOK);
    }
    return "no answer within %d seconds".formatted(START_SECONDS);
  }

  private boolean stop(String mode, int seconds) throws IOException {
    Subprocess.Outcome outcome =
        Subprocess.run(
            Duration.ofSeconds(seconds + 5L),
            account.command(
                binaries.program("pg_ctl"),
                "stop",
                "-w",
                "-m",
                mode,
                "-t",
                String.valueOf(seconds),
                "-D",
                cluster.folder().toString()));
    if (!outcome.succeeded() && Files.exists(cluster.processFile())) {
      LOG.warn("PostgreSQL did not stop at once ({}): {}", mode, outcome.reason());
    }
    return outcome.succeeded();
  }

  /**
   * A port that another took since it was chosen, and children of a dead server that have not
   * noticed yet.
   */
  private static boolean passes(String report) {
    return report.contains("Address already in use")
        || report.contains("pre-existing shared memory block");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
