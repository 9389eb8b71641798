package com.veetssuites.command.task;

import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.Priority;
import com.veetssuites.task.Schedules;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskListener;
import com.veetssuites.task.TaskSignals;
import com.veetssuites.task.TaskType;
import com.veetssuites.task.TaskTypes;
import com.veetssuites.task.TaskWorker;
import com.veetssuites.task.Tasks;
import com.veetssuites.task.WorkerSettings;
import com.veetssuites.task.postgres.TaskSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/**
 * Tasks and workers of a test. A worker looks for itself once an hour only: what it does at once,
 * it was called to.
 */
final class TaskBench implements AutoCloseable {

  /** A task that tells how far it is, and goes on until it is interrupted. */
  record CopyRecording(int session) {}

  /** A task that always fails. */
  record ReadCv(String secret) {}

  /** A task that succeeds at once. */
  record SendMail(String address) {}

  static final String ERROR = "No text in it.\nSecond line \u001b[2J with a secret";

  final CountDownLatch copying = new CountDownLatch(1);
  final CountDownLatch interrupted = new CountDownLatch(1);
  final TaskSignals signals;
  final TaskTypes types;
  final Tasks tasks;
  final Schedules schedules;
  private final DataSource source;
  private final List<AutoCloseable> open = new ArrayList<>();

  TaskBench(DataSource source) throws SQLException {
    this.source = source;
    try (Connection connection = source.getConnection()) {
      TaskSchema.create(connection);
    }
    signals = new TaskSignals(source, true);
    open.add(signals);
    types =
        new TaskTypes(
            List.of(
                TaskType.of(CopyRecording.class, (payload, context) -> copy(context)).in("files"),
                TaskType.of(ReadCv.class, (payload, context) -> fail()).in("files"),
                TaskType.of(SendMail.class, (payload, context) -> "sent").in("mail")),
            Map.of(),
            List.of("files", "mail"));
    tasks = new Tasks(source, types, signals, new TaskListener() {}, Clock.systemUTC());
    schedules = new Schedules(source, types, signals);
  }

  private Object copy(TaskContext context) throws InterruptedException {
    context.progress(40, "2 of 5 GB\u001b[2J");
    copying.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return "never";
  }

  private static Object fail() {
    throw new PermanentFailure(ERROR);
  }

  /** Starts a worker of both queues. */
  TaskBench work(String name) {
    Duration never = Duration.ofHours(1);
    var settings =
        new WorkerSettings(
            name,
            Map.of("files", 2, "mail", 3),
            never,
            never,
            Duration.ofSeconds(1),
            Duration.ofDays(30));
    var own = new TaskSignals(source, true);
    var worker =
        new TaskWorker(
            settings, types, source, own, List.of(), new TaskListener() {}, Clock.systemUTC());
    worker.start();
    open.addFirst(own);
    open.addFirst(worker);
    return this;
  }

  String enqueue(Object payload) {
    return tasks.enqueue(payload).toString();
  }

  String enqueueLow(Object payload) {
    return tasks.enqueue(payload, options -> options.priority(Priority.LOW)).toString();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
