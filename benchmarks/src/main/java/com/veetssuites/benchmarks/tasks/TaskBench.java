package com.veetssuites.benchmarks.tasks;

import com.veetssuites.platform.database.DatabaseUrl;
import com.veetssuites.platform.database.EmbeddedPostgres;
import com.veetssuites.task.Priority;
import com.veetssuites.task.RetryPolicy;
import com.veetssuites.task.TaskListener;
import com.veetssuites.task.TaskSignals;
import com.veetssuites.task.TaskType;
import com.veetssuites.task.TaskTypes;
import com.veetssuites.task.TaskWorker;
import com.veetssuites.task.Tasks;
import com.veetssuites.task.WorkerSettings;
import com.veetssuites.task.postgres.TaskClaims;
import com.veetssuites.task.postgres.TaskSchema;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * A database that keeps what it has acknowledged ({@code fsync} on), and the tasks of an
 * application on it.
 */
final class TaskBench implements AutoCloseable {

  static final int THREADS = 16;
  private static final int CONNECTIONS = 24;

  /** A task that does nothing. */
  record Nothing(int number) {}

  /** A task that says when it began, in µs since 1970. */
  record Ping(int number) {}

  /** A task of another queue that takes its time. */
  record Slow(int millis) {}

  static {
    LoggingSystem.get(TaskBench.class.getClassLoader()).setLogLevel("ROOT", LogLevel.WARN);
  }

  private final @Nullable EmbeddedPostgres database;
  private final String jdbcUrl;
  final HikariDataSource application;
  private final HikariDataSource workers;
  final TaskTypes types;
  final TaskSignals signals;
  final Tasks tasks;
  volatile @Nullable CountDownLatch pinged;
  volatile long pingedAt;

  private TaskBench(@Nullable EmbeddedPostgres database, String jdbcUrl, boolean notify)
      throws SQLException {
    this.database = database;
    this.jdbcUrl = jdbcUrl;
    application = pool(jdbcUrl, null);
    workers = pool(jdbcUrl, TaskClaims.PREPARATION);
    try (Connection connection = application.getConnection()) {
      TaskSchema.create(connection);
    }
    types =
        new TaskTypes(
            List.of(
                type(Nothing.class, "default", (payload, context) -> "done"),
                type(Slow.class, "slow", (payload, context) -> sleep((Slow) payload)),
                type(Ping.class, "pings", (payload, context) -> ping())),
            Map.of(),
            List.of("default", "slow", "pings"));
    signals = new TaskSignals(workers, notify);
    tasks = new Tasks(application, types, signals, new TaskListener() {}, Clock.systemUTC());
  }

  /** With a database of its own. */
  static TaskBench create() throws Exception {
    Path folder = Files.createTempDirectory("veets-benchmark");
    EmbeddedPostgres database = EmbeddedPostgres.open(folder);
    DatabaseUrl url = database.url();
    return new TaskBench(
        database,
        "%s%suser=%s&password=%s"
            .formatted(
                url.jdbcUrl(), url.jdbcUrl().contains("?") ? "&" : "?", url.user(), url.password()),
        true);
  }

  /** On the database of another process. */
  static TaskBench beside(String jdbcUrl) throws SQLException {
    return new TaskBench(null, jdbcUrl, true);
  }

  String jdbcUrl() {
    return jdbcUrl;
  }

  private static HikariDataSource pool(String url, @Nullable String preparation) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(4);
    config.setConnectionInitSql(preparation);
    return new HikariDataSource(config);
  }

  private static TaskType type(Class<?> payload, String queue, TaskType.Work work) {
    return new TaskType(
        TaskType.nameOf(payload),
        payload,
        queue,
        new RetryPolicy(3, Duration.ofSeconds(10), 2, Duration.ofHours(1)),
        Duration.ofMinutes(10),
        Priority.NORMAL,
        Duration.ofHours(1),
        work);
  }

  private static String sleep(Slow slow) throws InterruptedException {
    Thread.sleep(slow.millis());
    return "slept";
  }

  private long ping() {
    long now = micros();
    pingedAt = System.nanoTime();
    CountDownLatch waiting = pinged;
    if (waiting != null) {
      waiting.countDown();
    }
    return now;
  }

  /** µs since 1970: the same clock in all processes of the machine. */
  static long micros() {
    var now = Clock.systemUTC().instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  TaskWorker worker(Map<String, Integer> queues) {
    var settings =
        new WorkerSettings(
            "benchmark-" + ProcessHandle.current().pid(),
            queues,
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofDays(1));
    var worker =
        new TaskWorker(
            settings, types, workers, signals, List.of(), new TaskListener() {}, Clock.systemUTC());
    worker.start();
    return worker;
  }

  long number(String query) throws SQLException {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void execute(String statement) throws SQLException {
    try (Connection connection = application.getConnection();
        Statement executed = connection.createStatement()) {
      executed.execute(statement);
    }
  }

  @Override
  public void close() {
    signals.close();
    application.close();
    workers.close();
    if (database != null) {
      database.close();
    }
  }
}
