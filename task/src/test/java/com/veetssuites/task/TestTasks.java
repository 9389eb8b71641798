package com.veetssuites.task;

import com.veetssuites.task.postgres.TaskSchema;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The tasks of a test: the types that it names, on a database of its own, and any number of workers
 * that beat quickly.
 */
final class TestTasks implements AutoCloseable {

  static final Duration HEARTBEAT = Duration.ofMillis(200);
  static final Duration KEEP_DEAD = Duration.ofDays(30);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final HikariDataSource source;
  final TaskTypes types;
  final TaskSignals signals;
  final Tasks tasks;
  final TaskControl control;
  final Schedules schedules;
  private final List<TaskWorker> workers = new ArrayList<>();

  TestTasks(DataSource database, TaskType... types) throws SQLException {
    var config = new HikariConfig();
    config.setDataSource(database);
    config.setMaximumPoolSize(30);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(5_000);
    source = new HikariDataSource(config);
    try (Connection connection = source.getConnection()) {
      TaskSchema.create(connection);
    }
    this.types =
        new TaskTypes(
            List.of(types),
            Map.of(),
            Arrays.stream(types).map(TaskType::queue).distinct().toList());
    signals = new TaskSignals(source, true);
    tasks = new Tasks(source, this.types, signals, new TaskListener() {}, Clock.systemUTC());
    control = new TaskControl(source, signals);
    schedules = new Schedules(source, this.types, signals);
  }

  /** A type that is retried quickly. */
  static TaskType type(Class<?> payload, TaskType.Work work) {
    return type(payload, 3, Duration.ofMinutes(1), work);
  }

  static TaskType type(Class<?> payload, int maxRetries, Duration timeLimit, TaskType.Work work) {
    return new TaskType(
        TaskType.nameOf(payload),
        payload,
        "default",
        new RetryPolicy(maxRetries, Duration.ofMillis(20), 2, Duration.ofMillis(200)),
        timeLimit,
        Priority.NORMAL,
        Duration.ofHours(1),
        work);
  }

  /** A worker of all queues, which begins now. */
  TaskWorker work(int concurrency) {
    Map<String, Integer> queues = new HashMap<>();
    types.all().forEach(type -> queues.put(type.queue(), concurrency));
    return work(types, queues, new TaskListener() {});
  }

  /** A worker that knows these types, which begins now. */
  TaskWorker work(TaskTypes known, Map<String, Integer> queues, TaskListener listener) {
    var worker =
        new TaskWorker(
            settings("worker-" + (workers.size() + 1), queues),
            known,
            source,
            signals,
            List.of(),
            listener,
            Clock.systemUTC());
    workers.add(worker);
    worker.start();
    return worker;
  }

  static WorkerSettings settings(String name, Map<String, Integer> queues) {
    return new WorkerSettings(
        name, queues, Duration.ofMillis(200), HEARTBEAT, Duration.ofSeconds(2), KEEP_DEAD);
  }

  TaskStatus find(TaskId id) {
    return control.find(id).orElseThrow(() -> new AssertionError("There is no task " + id));
  }

  TaskStatus await(TaskId id, Predicate<TaskStatus> wanted) {
    await("task " + id + " as expected", () -> control.find(id).filter(wanted).isPresent());
    return find(id);
  }

  TaskStatus await(TaskId id, TaskState state) {
    await(id + " to be " + state, () -> state(id).equals(Optional.of(state)));
    return find(id);
  }

  /** The task once it has come to its end. */
  TaskStatus ended(TaskId id) {
    return await(id, task -> task.finishedAt() != null);
  }

  private Optional<TaskState> state(TaskId id) {
    return control.find(id).map(TaskStatus::state);
  }

  static void await(String what, BooleanSupplier condition) {
    await(what, PATIENCE, condition);
  }

  static void await(String what, Duration patience, BooleanSupplier condition) {
    long until = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("Not within " + patience + ": " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** The number that a query finds. */
  long count(String query) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  int execute(String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void close() {
    workers.forEach(TaskWorker::close);
    signals.close();
    source.close();
  }
}
