package com.veetssuites.query.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.veetssuites.query.CapturedPlan;
import com.veetssuites.query.StatementStatistics;
import com.veetssuites.query.StatementStore.SlowStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one plan with each slow statement that only reads.
 *
 * <p>The thread that ran the statement only puts it into a queue; the plan is asked for on a
 * connection and in a thread of its own. When the queue is full, the statement comes again the next
 * time that it is slow.
 */
public final class PlanCapture implements SlowStatements, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(PlanCapture.class);
  private static final int QUEUE = 32;
  private static final int MOST_REMEMBERED = 10_000;

  private final DataSource source;
  private final Clock clock;
  private final Limits limits;
  private final BlockingQueue<StatementStatistics> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Cache<Long, Long> asked =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
  private @Nullable Thread worker;
  private boolean closed;

  /**
   * How often plans are asked for, and how long that may take.
   *
   * @param perStatement the time between two plans of one statement
   * @param between the time between any two plans
   * @param timeout after which the database stops planning
   */
  public record Limits(Duration perStatement, Duration between, Duration timeout) {

    /** A plan a second, one of a statement in ten minutes, two seconds each. */
    public static Limits usual() {
      return new Limits(Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  /**
   * @param source connections that are not observed themselves
   */
  public PlanCapture(DataSource source, Clock clock, Limits limits) {
    this.source = source;
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  public void slow(StatementStatistics statement, long nanos) {
    long now = clock.millis();
    Long last = asked.getIfPresent(statement.id());
    if (last != null && now - last < limits.perStatement().toMillis()) {
      return;
    }
    if (queue.offer(statement)) {
      asked.put(statement.id(), now);
      work();
    }
  }

  private synchronized void work() {
    if (worker == null && !closed) {
      worker = Thread.ofPlatform().daemon().name("veets-plans").start(this::run);
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        capture(queue.take());
        TimeUnit.NANOSECONDS.sleep(limits.between().toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Never throws: nobody waits for a plan. */
  private void capture(StatementStatistics statement) {
    Optional<PlannableStatement> plannable = PlannableStatement.of(statement.sql());
    if (plannable.isEmpty()) {
      return;
    }
    try (Connection connection = source.getConnection()) {
      boolean automatic = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (Statement settings = connection.createStatement()) {
        settings.execute("SET TRANSACTION READ ONLY");
        settings.execute("SET LOCAL statement_timeout = " + limits.timeout().toMillis());
        settings.execute("SET LOCAL lock_timeout = " + limits.timeout().toMillis());
        PlanNode plan = Explain.generic(connection, plannable.get());
        statement.plan(new CapturedPlan(plan.render(), plan.cost(), clock.millis()));
      } finally {
        connection.rollback();
        connection.setAutoCommit(automatic);
      }
    } catch (SQLException | RuntimeException e) {
      LOGGER.debug("No plan of {}: {}", statement.sql(), e.getMessage());
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = worker;
    }
    if (running != null) {
      running.interrupt();
    }
  }
}
