package com.veetssuites.task.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What processes call to each other through the database: LISTEN and NOTIFY. */
public final class Wakeups {

  private static final String CHANNEL = "veets_tasks";

  private Wakeups() {}

  /** From now on this connection hears what is called. */
  public static void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
  }

  public static void unlisten(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("UNLISTEN *");
    }
  }

  /**
   * What was called since the last time, after at most this wait.
   *
   * @param millis at least 1
   */
  public static String[] hear(Connection connection, int millis) throws SQLException {
    PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(millis);
    var words = new String[heard == null ? 0 : heard.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = heard[i].getParameter();
    }
    return words;
  }

  /** Calls; nobody who listens later hears it. */
  public static void call(Connection connection, Collection<String> words) throws SQLException {
    try (PreparedStatement notify =
        connection.prepareStatement(
            "SELECT pg_notify('" + CHANNEL + "', word) FROM unnest(?) AS word")) {
      notify.setArray(1, connection.createArrayOf("text", words.toArray()));
      notify.execute();
    }
  }
}
