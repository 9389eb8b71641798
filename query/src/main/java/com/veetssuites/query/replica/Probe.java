package com.veetssuites.query.replica;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one server again and again, over a connection of its own and in a thread of its own: a
 * server that hangs keeps nobody from seeing the others.
 */
final class Probe implements AutoCloseable {

  private static final String LOOK =
      """
      SELECT pg_is_in_recovery(),
             (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                   ELSE pg_current_wal_insert_lsn() END - '0/0')::bigint
      """;
  private static final String IDENTITY = "SELECT system_identifier FROM pg_control_system()";

  private final ReplicaAddress address;
  private final Duration interval;
  private final int timeoutSeconds;
  private final Consumer<Sight> observer;
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable Connection connection;
  private long system;

  /**
   * What was seen.
   *
   * @param nanos when the look began
   * @param system the cluster that the server belongs to; 0 when it does not tell
   * @param lsn replayed by a standby, written by a primary; never too high for the one, never too
   *     low for the other
   * @param problem why nothing was seen, or null
   */
  record Sight(long nanos, long system, boolean standby, long lsn, @Nullable String problem) {}

  Probe(ReplicaAddress address, ReplicaSettings settings, Consumer<Sight> observer) {
    this.address = address;
    this.interval = settings.interval();
    this.timeoutSeconds = (int) Math.max(1, (settings.timeout().toMillis() + 999) / 1000);
    this.observer = observer;
    this.thread = Thread.ofVirtual().name("replica-probe-" + address.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      observer.accept(look());
      try {
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        break;
      }
    }
    disconnect();
  }

  private Sight look() {
    long began = System.nanoTime();
    try (Statement statement = connected().createStatement();
        ResultSet row = statement.executeQuery(LOOK)) {
      row.next();
      boolean standby = row.getBoolean(1);
      long lsn = row.getLong(2);
      return new Sight(began, system, standby, standby ? lsn : ended(lsn), null);
    } catch (SQLException | RuntimeException e) {
      disconnect();
      return new Sight(began, 0, false, 0, "it does not answer: " + e.getMessage());
    }
  }

  /**
   * Where the last record ended. Behind a record that ends with its page, PostgreSQL names the
   * place after the header of the next page, which a standby has not reached.
   */
  static long ended(long insertion) {
    return insertion % 8192 == 24 ? insertion - 24 : insertion;
  }

  private Connection connected() throws SQLException {
    Connection current = connection;
    if (current == null) {
      String seconds = String.valueOf(timeoutSeconds);
      Properties properties = new Properties();
      properties.setProperty("user", address.user());
      properties.setProperty("password", address.password());
      properties.setProperty("connectTimeout", seconds);
      properties.setProperty("loginTimeout", seconds);
      properties.setProperty("socketTimeout", seconds);
      properties.setProperty("cancelSignalTimeout", seconds);
      properties.setProperty("ApplicationName", "replica probe");
      current = DriverManager.getConnection(address.jdbcUrl(), properties);
      connection = current;
      system = identity(current);
    }
    return current;
  }

  private static long identity(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(IDENTITY)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      return 0; // not allowed to ask
    }
  }

  private void disconnect() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        // It is as closed as it can be.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
