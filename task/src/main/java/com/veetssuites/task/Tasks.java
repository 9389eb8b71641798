package com.veetssuites.task;

import com.veetssuites.task.postgres.NewTask;
import com.veetssuites.task.postgres.OneTransaction;
import com.veetssuites.task.postgres.OneTransaction.Statements;
import com.veetssuites.task.postgres.TaskInserts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where tasks are enqueued. Within a transaction a task becomes visible with its commit, and never
 * after a rollback; without one, at once. Safe for use by any number of threads.
 */
public final class Tasks {

  /** Rows of one statement. */
  private static final int BATCH = 2_000;

  private final DataSource source;
  private final TaskTypes types;
  private final TaskSignals signals;
  private final TaskListener listener;
  private final Clock clock;

  /**
   * @param source the one of the caller's transactions
   * @param clock of which ids are made
   */
  public Tasks(
      DataSource source, TaskTypes types, TaskSignals signals, TaskListener listener, Clock clock) {
    this.source = source;
    this.types = types;
    this.signals = signals;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Enqueues a task.
   *
   * @param payload a record that a {@link TaskHandler} takes
   * @throws IllegalArgumentException when no handler takes it, or it is larger than 64 KB
   * @throws TasksUnavailable when the database does not take it
   */
  public TaskId enqueue(Object payload) {
    return enqueue(payload, options -> {});
  }

  /**
   * Enqueues a task.
   *
   * @return its id; that of the task that is there when a unique key is taken
   */
  public TaskId enqueue(Object payload, Consumer<TaskOptions> options) {
    TaskType type = types.of(payload);
    TaskOptions chosen = chosen(options);
    NewTask task = task(type, payload, chosen);
    String key = chosen.uniqueKey;
    Duration period = chosen.uniqueFor;
    UUID there =
        key == null || period == null
            ? with(false, connection -> TaskInserts.insert(connection, task))
            : with(true, connection -> insertFor(connection, task, key, period));
    if (there.equals(task.id())) {
      committed(Map.of(type, 1));
    }
    return new TaskId(there);
  }

  private static UUID insertFor(Connection connection, NewTask task, String key, Duration period)
      throws SQLException {
    UUID taken = TaskInserts.takeKey(connection, task.type(), key, task.id(), period);
    return taken == null ? TaskInserts.insert(connection, task) : taken;
  }

  /** Enqueues any number of tasks, of any types, in a few statements and all or none. */
  public List<TaskId> enqueueAll(Collection<?> payloads) {
    return enqueueAll(payloads, options -> {});
  }

  /**
   * Enqueues any number of tasks, in a few statements and all or none.
   *
   * @param options for each of them; without a unique key, as one key is one task
   * @return their ids in the order of the payloads
   */
  public List<TaskId> enqueueAll(Collection<?> payloads, Consumer<TaskOptions> options) {
    TaskOptions chosen = chosen(options);
    if (chosen.uniqueKey != null) {
      throw new IllegalArgumentException(
          "Tasks that are enqueued together cannot share the unique key %s; enqueue them one by one."
              .formatted(chosen.uniqueKey));
    }
    List<TaskId> ids = new ArrayList<>(payloads.size());
    if (payloads.isEmpty()) {
      return ids;
    }
    List<NewTask> tasks = new ArrayList<>(payloads.size());
    Map<TaskType, Integer> counts = new HashMap<>();
    for (Object payload : payloads) {
      TaskType type = types.of(payload);
      NewTask task = task(type, payload, chosen);
      tasks.add(task);
      ids.add(new TaskId(task.id()));
      counts.merge(type, 1, Integer::sum);
    }
    with(
        tasks.size() > BATCH,
        connection -> {
          for (int from = 0; from < tasks.size(); from += BATCH) {
            TaskInserts.insertAll(
                connection, tasks.subList(from, Math.min(tasks.size(), from + BATCH)));
          }
          return ids;
        });
    committed(counts);
    return ids;
  }

  private static TaskOptions chosen(Consumer<TaskOptions> options) {
    var chosen = new TaskOptions();
    options.accept(chosen);
    if (chosen.at != null && chosen.delay != null) {
      throw new IllegalArgumentException("A task has a delay or a time to start at, not both.");
    }
    return chosen;
  }

  private NewTask task(TaskType type, Object payload, TaskOptions chosen) {
    String json = TaskPayloads.write(payload, "The payload of the task " + type.name());
    return new NewTask(
        TaskId.next(clock.millis()).value(),
        type.queue(),
        type.name(),
        Objects.requireNonNullElse(chosen.priority, type.priority()).ordinal(),
        json,
        chosen.at,
        Objects.requireNonNullElse(chosen.delay, Duration.ZERO),
        chosen.uniqueFor == null ? chosen.uniqueKey : null,
        chosen.idempotencyKey == null ? chosen.uniqueKey : chosen.idempotencyKey,
        chosen.owner);
  }

  /**
   * On the connection of the caller's transaction; without one it is committed here.
   *
   * @param several whether that takes more than one statement, so that it needs a transaction
   */
  private <T extends @Nullable Object> T with(boolean several, Statements<T> work) {
    Connection connection = DataSourceUtils.getConnection(source);
    try {
      boolean joins =
          TransactionSynchronizationManager.isActualTransactionActive()
              && DataSourceUtils.isConnectionTransactional(connection, source);
      boolean alone = !joins && (several || !connection.getAutoCommit());
      return alone ? OneTransaction.of(connection, work) : work.on(connection);
    } catch (SQLException e) {
      throw TasksUnavailable.of(e);
    } finally {
      DataSourceUtils.releaseConnection(connection, source);
    }
  }

  private void committed(Map<TaskType, Integer> counts) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      tell(counts);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            tell(counts);
          }
        });
  }

  private void tell(Map<TaskType, Integer> counts) {
    counts.forEach(listener::enqueued);
    var queues = new TreeSet<String>();
    counts.keySet().forEach(type -> queues.add(type.queue()));
    signals.enqueued(queues);
  }
}
