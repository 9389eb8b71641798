package com.veetssuites.monitor;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where alerts are kept: of all nodes in the database, of this one in memory. */
public sealed interface AlertStore permits MemoryAlerts, DatabaseAlerts {

  /** Events that are kept. */
  int MOST_EVENTS = 10_000;

  Duration EVENTS_KEPT = Duration.ofDays(90);

  /**
   * @param history null when there is no database
   */
  static AlertStore of(@Nullable History history) {
    return history == null ? new MemoryAlerts() : new DatabaseAlerts(history);
  }

  /** Who is to be told of an event. */
  enum Outlet {
    /** Log and listeners of the application. */
    APPLICATION,
    WEBHOOK
  }

  /**
   * What rules make of how things were.
   *
   * @param states all that there are now
   * @param events that have happened, each the state it led to
   */
  record Outcome(List<AlertStatus> states, List<Happened> events) {}

  /** What has happened, and who is to be told. */
  record Happened(AlertStatus status, Set<Outlet> outlets) {}

  /**
   * An event that somebody has to be told of.
   *
   * @param attempt how often it was tried, with this time
   */
  record Delivery(AlertEvent event, Outlet outlet, int attempt) {}

  /** Whether nobody has evaluated since this moment. */
  boolean due(Instant since, Instant now) throws SQLException;

  /**
   * Replaces the states by what is made of them, at once and by one node alone.
   *
   * @return whether it was done; not when another node is at it, or has been since
   */
  boolean evaluate(Instant since, Instant now, Step step) throws SQLException;

  /** Makes something of the states there are. */
  interface Step {
    Outcome of(List<AlertStatus> states);
  }

  /** What is to be told next, for nobody else until the lease ends; null when there is nothing. */
  @Nullable Delivery claim(Outlet outlet, Instant now, Duration lease) throws SQLException;

  /** It was told, or never will be. */
  void done(Delivery delivery) throws SQLException;

  /** It is to be told later. */
  void later(Delivery delivery, Instant due) throws SQLException;

  List<AlertStatus> current() throws SQLException;

  /** The newest first. */
  List<AlertEvent> history(int most) throws SQLException;

  /** Removes the oldest events; returns how many. */
  int prune(Instant now) throws SQLException;
}
