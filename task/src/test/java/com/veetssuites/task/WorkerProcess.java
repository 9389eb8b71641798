package com.veetssuites.task;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A worker in a process of its own, which can be killed, frozen and stopped. What its handler does
 * is written to the table {@code runs} when it begins and when it ends, each at once.
 */
final class WorkerProcess implements AutoCloseable {

  /** So many tasks at once. */
  static final int CONCURRENCY = 8;

  static final Duration HEARTBEAT = Duration.ofSeconds(1);

  static final String RUNS =
      """
      CREATE TABLE IF NOT EXISTS runs (
          id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          number     integer NOT NULL,
          process    bigint NOT NULL,
          started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
          ended_at   timestamptz)
      """;

  /** Takes so long. */
  record Work(int number, int millis) {}

  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  static WorkerProcess start(String url, String name) {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerProcess.class.getName(),
            url,
            name);
    try {
      return new WorkerProcess(new ProcessBuilder(command).inheritIO().start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Kills it, as {@code kill -9} does; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it where it is; its connections stay open. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to end, and waits until it has. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** The type of {@link Work}, run on these connections. */
  static TaskType type(DataSource connections) {
    return new TaskType(
        TaskType.nameOf(Work.class),
        Work.class,
        "default",
        new RetryPolicy(100, Duration.ofMillis(100), 1, Duration.ofSeconds(1)),
        Duration.ofMinutes(5),
        Priority.NORMAL,
        Duration.ofHours(1),
        (payload, context) -> work(connections, (Work) payload));
  }

  private static @Nullable Object work(DataSource connections, Work work)
      throws SQLException, InterruptedException {
    long run;
    try (Connection connection = connections.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO runs (number, process) VALUES (?, ?) RETURNING id")) {
      insert.setInt(1, work.number());
      insert.setLong(2, ProcessHandle.current().pid());
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        run = rows.getLong(1);
      }
    }
    Thread.sleep(work.millis());
    try (Connection connection = connections.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE runs SET ended_at = clock_timestamp() WHERE id = ?")) {
      update.setLong(1, run);
      update.executeUpdate();
    }
    return work.number();
  }

  private static HikariDataSource pool(String url, int most) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(2_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  static void main(String... arguments) throws InterruptedException {
    var settings =
        new WorkerSettings(
            arguments[1],
            Map.of("default", CONCURRENCY),
            Duration.ofMillis(500),
            HEARTBEAT,
            Duration.ofSeconds(5),
            TestTasks.KEEP_DEAD);
    HikariDataSource own = pool(arguments[0], 6);
    var types =
        new TaskTypes(List.of(type(pool(arguments[0], CONCURRENCY))), Map.of(), List.of("default"));
    var worker =
        new TaskWorker(
            settings,
            types,
            own,
            new TaskSignals(own, true),
            List.of(),
            new TaskListener() {},
            Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
    worker.start();
    new CountDownLatch(1).await();
  }
}
