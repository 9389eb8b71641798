package com.veetssuites.monitor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the rules and tells what has happened, every ten seconds; in a thread of its own it
 * calls the webhook, which may take its time.
 */
public final class AlertRounds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlertRounds.class);

  private static final Duration PACE = Duration.ofSeconds(10);
  private static final Duration PRUNE = Duration.ofMinutes(10);
  private static final Duration STOP = Duration.ofSeconds(2);

  private final Alerts alerts;
  private final AlertDeliveries deliveries;
  private final List<ScheduledExecutorService> threads = new ArrayList<>();
  private volatile boolean complained;
  private volatile boolean closing;

  public AlertRounds(Alerts alerts, AlertDeliveries deliveries) {
    this.alerts = alerts;
    this.deliveries = deliveries;
  }

  /** Begins. */
  public synchronized void start() {
    if (!threads.isEmpty()) {
      return;
    }
    closing = false;
    ScheduledExecutorService rules = thread("monitor-alerts");
    repeat(rules, PACE, this::round);
    repeat(rules, PRUNE, alerts::prune);
    repeat(thread("monitor-webhook"), PACE, deliveries::post);
  }

  private int round() throws SQLException {
    alerts.evaluate();
    int told = deliveries.tell();
    complained = false;
    return told;
  }

  private ScheduledExecutorService thread(String name) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    threads.add(thread);
    return thread;
  }

  private interface Work {
    int run() throws SQLException;
  }

  private void repeat(ScheduledExecutorService thread, Duration pace, Work work) {
    Runnable unharmed =
        () -> {
          try {
            work.run();
          } catch (SQLException e) {
            complain(e);
          } catch (RuntimeException e) {
            LOG.warn("The alerts could not be looked at; it is tried again.", e);
          }
        };
    thread.scheduleAtFixedRate(unharmed, PACE.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void complain(SQLException e) {
    if (complained || closing) {
      LOG.debug("The alerts could not be looked at", e);
    } else {
      complained = true;
      LOG.warn(
          "Nothing is alerted while the database does not answer: {} It is tried again every {}"
              + " seconds.",
          e.getMessage(),
          PACE.toSeconds());
    }
  }

  /** Ends; what was not told is told by another node, or by the next start. */
  @Override
  public synchronized void close() {
    closing = true;
    threads.forEach(ScheduledExecutorService::shutdownNow);
    try {
      for (ScheduledExecutorService thread : threads) {
        if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.debug("A thread of the alerts did not end in time.");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.clear();
  }
}
