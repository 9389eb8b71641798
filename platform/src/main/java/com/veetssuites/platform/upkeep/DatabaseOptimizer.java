package com.veetssuites.platform.upkeep;

import com.veetssuites.platform.database.CommandAccess;
import com.veetssuites.platform.database.MaintenanceDatabase;
import com.veetssuites.query.postgres.BuildReport;
import com.veetssuites.query.postgres.DeclaredIndex;
import com.veetssuites.query.postgres.DeclaredIndexes;
import com.veetssuites.query.postgres.IndexBuilder;
import com.veetssuites.query.postgres.Vacuum;
import com.veetssuites.query.postgres.VacuumListener;
import com.veetssuites.query.postgres.VacuumResult;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Does what {@code veets optimize-database} does, beside running requests. */
@Component
class DatabaseOptimizer {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseOptimizer.class);

  /** The advisory lock of the optimisation: the letters "upke". */
  static final int LOCK = 0x75706b65;

  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  private final DataSource source;

  DatabaseOptimizer(MaintenanceDatabase database) {
    this.source = database.source();
  }

  /** Never two at a time in the cluster: the second is cancelled, and the first does its work. */
  @TaskHandler(
      queue = "maintenance",
      maxRetries = 1,
      backoff = "10m",
      timeLimit = "6h",
      resultTtl = "7d")
  Outcome<OptimizedDatabase> optimize(OptimizeDatabase task, TaskContext context)
      throws SQLException, InterruptedException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      // Held as long as the connection, which the server also ends when this process is killed.
      Optional<String> other = lock(statement);
      if (other.isPresent()) {
        return Outcome.cancel(other.get());
      }
      return optimize(context);
    } catch (OptimizationProgress.Stopped e) {
      throw stopped(String.valueOf(e.getMessage()));
    }
  }

  private Outcome<OptimizedDatabase> optimize(TaskContext context)
      throws SQLException, InterruptedException {
    List<DeclaredIndex> declared = DeclaredIndexes.of(CommandAccess.migrations());
    int tables = new Vacuum(source, LOCK_TIMEOUT, VacuumListener.NONE).plan(List.of()).size();
    OptimizationProgress progress = new OptimizationProgress(context, declared.size() + tables);
    BuildReport build = new IndexBuilder(source, LOCK_TIMEOUT, progress).build(declared);
    if (!build.refusal().isEmpty()) {
      return Outcome.cancel(build.refusal());
    }
    List<VacuumResult> vacuum = new Vacuum(source, LOCK_TIMEOUT, progress).run(List.of());
    if (Thread.currentThread().isInterrupted()) {
      throw stopped("Stopped at the end");
    }
    OptimizedDatabase result = OptimizedDatabase.of(build, vacuum);
    if (result.complete()) {
      LOG.info("Optimized the database: {}", result);
    } else {
      LOG.warn("Optimized the database, but not all of it: {}", result);
    }
    return Outcome.done(result);
  }

  private static InterruptedException stopped(String message) {
    Thread.interrupted();
    return new InterruptedException(message);
  }

  /** Who has the lock already; nobody when it is ours now. */
  private static Optional<String> lock(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ", 1)")) {
      if (row.next() && row.getBoolean(1)) {
        return Optional.empty();
      }
    }
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT activity.pid, activity.backend_start
              FROM pg_locks
              JOIN pg_stat_activity AS activity ON activity.pid = pg_locks.pid
             WHERE pg_locks.locktype = 'advisory'
               AND pg_locks.granted
               AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND pg_locks.classid::bigint = %d
            """
                .formatted(LOCK))) {
      return Optional.of(
          row.next()
              ? "This database is being optimized already: by database process %d, since %s."
                  .formatted(row.getInt(1), row.getTimestamp(2).toInstant())
              : "This database is being optimized already.");
    }
  }
}
