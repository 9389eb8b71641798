package com.veetssuites.monitor;

import com.veetssuites.monitor.postgres.AlertEventRow;
import com.veetssuites.monitor.postgres.AlertRow;
import com.veetssuites.monitor.postgres.AlertRows;
import com.veetssuites.monitor.postgres.DeliveryRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The alerts of all nodes. */
final class DatabaseAlerts implements AlertStore {

  private final History history;

  DatabaseAlerts(History history) {
    this.history = history;
  }

  @Override
  public boolean due(Instant since, Instant now) throws SQLException {
    try (Connection connection = history.connection()) {
      return AlertRows.due(connection, since, now);
    }
  }

  @Override
  public boolean evaluate(Instant since, Instant now, Step step) throws SQLException {
    try (Connection connection = history.connection()) {
      connection.setAutoCommit(false);
      try {
        boolean mine = AlertRows.lock(connection) && AlertRows.due(connection, since, now);
        if (mine) {
          AlertRows.evaluated(connection, now);
          List<AlertRow> before = AlertRows.current(connection);
          Outcome outcome = step.of(before.stream().map(DatabaseAlerts::status).toList());
          write(connection, before, outcome, now);
        }
        connection.commit();
        return mine;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void write(
      Connection connection, List<AlertRow> before, Outcome outcome, Instant now)
      throws SQLException {
    List<AlertRow> after = outcome.states().stream().map(DatabaseAlerts::row).toList();
    AlertRows.remove(
        connection,
        before.stream().filter(old -> after.stream().noneMatch(old::sameSeries)).toList());
    AlertRows.upsert(connection, after.stream().filter(row -> !before.contains(row)).toList());
    for (Happened happened : outcome.events()) {
      AlertRows.append(
          connection,
          row(happened.status()),
          now,
          happened.outlets().stream().map(DatabaseAlerts::label).toList());
    }
  }

  @Override
  public @Nullable Delivery claim(Outlet outlet, Instant now, Duration lease) throws SQLException {
    try (Connection connection = history.connection()) {
      DeliveryRow claimed = AlertRows.claim(connection, label(outlet), now, now.plus(lease));
      return claimed == null
          ? null
          : new Delivery(event(claimed.event()), outlet, claimed.attempts());
    }
  }

  @Override
  public void done(Delivery delivery) throws SQLException {
    try (Connection connection = history.connection()) {
      AlertRows.done(connection, delivery.event().id(), label(delivery.outlet()));
    }
  }

  @Override
  public void later(Delivery delivery, Instant due) throws SQLException {
    try (Connection connection = history.connection()) {
      AlertRows.later(connection, delivery.event().id(), label(delivery.outlet()), due);
    }
  }

  @Override
  public List<AlertStatus> current() throws SQLException {
    try (Connection connection = history.reading()) {
      return AlertRows.current(connection).stream().map(DatabaseAlerts::status).toList();
    }
  }

  @Override
  public List<AlertEvent> history(int most) throws SQLException {
    try (Connection connection = history.reading()) {
      return AlertRows.history(connection, most).stream().map(DatabaseAlerts::event).toList();
    }
  }

  @Override
  public int prune(Instant now) throws SQLException {
    try (Connection connection = history.connection()) {
      return AlertRows.prune(connection, now.minus(EVENTS_KEPT), MOST_EVENTS);
    }
  }

  private static String label(Outlet outlet) {
    return switch (outlet) {
      case APPLICATION -> "application";
      case WEBHOOK -> "webhook";
    };
  }

  private static AlertRow row(AlertStatus status) {
    return new AlertRow(
        status.id(),
        status.rule(),
        status.series(),
        status.state().label(),
        status.since(),
        status.value(),
        status.threshold(),
        status.unit().label(),
        status.sentence());
  }

  private static AlertStatus status(AlertRow row) {
    return new AlertStatus(
        row.alert(),
        row.rule(),
        row.series(),
        AlertState.of(row.state()),
        row.at(),
        row.value(),
        row.threshold(),
        AlertUnit.of(row.unit()),
        row.sentence());
  }

  private static AlertEvent event(AlertEventRow row) {
    AlertStatus status = status(row.alert());
    return new AlertEvent(
        row.id(),
        status.id(),
        status.rule(),
        status.series(),
        status.state(),
        status.since(),
        status.value(),
        status.threshold(),
        status.unit(),
        status.sentence());
  }
}
