package com.veetssuites.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with streaming standbys: each is a cold copy of the primary's stopped data
 * folder with a {@code standby.signal} in it. Their replay can be paused; they can be frozen,
 * killed, started again and promoted.
 *
 * <p>The primary commits as a server in earnest does: when a transaction is acknowledged, its log
 * is written. Only nothing is forced to the disk.
 */
public final class ReplicatedPostgres implements AutoCloseable {

  private final Path folder;
  private final AtomicInteger databases = new AtomicInteger();
  private final List<Standby> standbys = new ArrayList<>();
  private Server primary;

  private ReplicatedPostgres(int count) throws IOException {
    folder = Files.createTempDirectory("replicated-postgres");
    Path original = folder.resolve("primary");
    primary = new Server(original, freePort());
    primary.stop();
    for (int i = 0; i < count; i++) {
      Path copy = folder.resolve("standby" + i);
      copy(original, copy);
      Files.createFile(copy.resolve("standby.signal"));
      Files.writeString(
          copy.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'\n".formatted(primary.port),
          StandardOpenOption.APPEND);
    }
    primary = new Server(original, primary.port);
    for (int i = 0; i < count; i++) {
      standbys.add(new Standby(new Server(folder.resolve("standby" + i), freePort())));
    }
  }

  /** Starts a primary and this many standbys of it. */
  public static ReplicatedPostgres start(int standbys) {
    try {
      return new ReplicatedPostgres(standbys);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start PostgreSQL with its standbys", e);
    }
  }

  /** Creates an empty database, which the standbys get too, and returns its name. */
  public String createDatabase() {
    String name = "test_" + databases.incrementAndGet();
    execute(primary.url("postgres"), "CREATE DATABASE " + name);
    standbys.forEach(Standby::awaitReplay);
    return name;
  }

  /** The JDBC URL of a database of the primary, credentials included. */
  public String url(String database) {
    return primary.url(database);
  }

  public Standby standby(int number) {
    return standbys.get(number);
  }

  @Override
  public void close() {
    standbys.forEach(Standby::close);
    primary.close();
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that replays what the primary does. */
  public final class Standby {

    private Server server;

    private Standby(Server server) {
      this.server = server;
    }

    /** The JDBC URL of a database of this standby, credentials included. */
    public String url(String database) {
      return server.url(database);
    }

    /** The URL in the form of {@code DATABASE_REPLICA_URLS}. */
    public String databaseUrl(String database) {
      return "postgres://postgres:postgres@127.0.0.1:" + server.port + "/" + database;
    }

    public int port() {
      return server.port;
    }

    /** From now on it receives what the primary writes, and shows none of it. */
    public void pauseReplay() {
      awaitReplay();
      execute(url("postgres"), "SELECT pg_wal_replay_pause()");
      await("SELECT pg_get_wal_replay_pause_state() = 'paused'");
    }

    public void resumeReplay() {
      execute(url("postgres"), "SELECT pg_wal_replay_resume()");
    }

    /** Waits until it shows all that the primary had committed when this was called. */
    public void awaitReplay() {
      String position = query(primary.url("postgres"), "SELECT pg_current_wal_flush_lsn()");
      await("SELECT pg_last_wal_replay_lsn() >= '%s'".formatted(position));
    }

    private void await(String condition) {
      long until = System.nanoTime() + 30_000_000_000L;
      while (!query(url("postgres"), condition).equals("t")) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("Not within 30 s: " + condition);
        }
        Thread.onSpinWait();
      }
    }

    /** Stops all its processes where they are: connections stay open, nobody answers. */
    public void freeze() {
      server.signal("STOP");
    }

    public void thaw() {
      server.signal("CONT");
    }

    /** Kills its processes at once. */
    public void kill() {
      server.kill();
    }

    /** Starts it again after {@link #kill}, on the same port. */
    public void startAgain() {
      server.stop();
      server = new Server(server.data, server.port);
    }

    /** Makes it a primary of its own. */
    public void promote() {
      execute(url("postgres"), "SELECT pg_promote()");
    }

    private void close() {
      server.close();
    }
  }

  /** One running server. */
  private static final class Server {
    private final Path data;
    private final int port;
    private final EmbeddedPostgres process;
    private boolean stopped;

    Server(Path data, int port) {
      this.data = data;
      this.port = port;
      try {
        process =
            EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("wal_level", "replica")
                .setServerConfig("max_wal_senders", "8")
                .setServerConfig("wal_keep_size", "256MB")
                .setServerConfig("hot_standby", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("wal_retrieve_retry_interval", "200ms")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot start PostgreSQL in " + data, e);
      }
    }

    String url(String database) {
      return process.getJdbcUrl("postgres", database);
    }

    void signal(String name) {
      List<String> command = new ArrayList<>(List.of("kill", "-" + name));
      processes().forEach(each -> command.add(String.valueOf(each.pid())));
      try {
        // Its exit code would only say that one of them has ended in the meantime.
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    void kill() {
      List<ProcessHandle> processes = processes();
      processes.forEach(ProcessHandle::destroyForcibly);
      processes.forEach(each -> each.onExit().join());
    }

    private List<ProcessHandle> processes() {
      try {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).stream()
            .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
            .toList();
      } catch (IOException e) {
        return List.of();
      }
    }

    void stop() {
      if (!stopped) {
        stopped = true;
        try {
          process.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    void close() {
      kill();
      stop();
    }
  }

  private static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Failed: " + sql, e);
    }
  }

  private static String query(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      @Nullable String text = row.getString(1);
      return text == null ? "" : text;
    } catch (SQLException e) {
      throw new IllegalStateException("Failed: " + sql, e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (!name.equals("postmaster.pid") && !name.equals("epg-lock")) {
          Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
