package com.veetssuites.task;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL that can be stopped or killed, and started again where it was. */
final class RestartingPostgres implements AutoCloseable {

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  RestartingPostgres(Path folder) {
    data = folder.resolve("data");
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = start();
  }

  private EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setPort(port)
          .setServerConfig("max_connections", "150")
          // What is acknowledged survives a kill of the server.
          .setServerConfig("synchronous_commit", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start PostgreSQL in " + data, e);
    }
  }

  /** Credentials included. */
  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  int port() {
    return port;
  }

  /**
   * Ends all connections, and begins anew.
   *
   * @param killed whether the server is killed rather than stopped
   */
  void restart(boolean killed) {
    try {
      if (killed) {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(each -> each.onExit().join());
      }
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = start();
  }

  private List<ProcessHandle> processes() throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).stream()
        .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
