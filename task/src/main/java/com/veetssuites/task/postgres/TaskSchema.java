package com.veetssuites.task.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The tables of this module. */
public final class TaskSchema {

  /** Any number, so that two processes that start at once do not both create. */
  private static final long LOCK = 0x7665_6574_735f_7461L;

  private TaskSchema() {}

  /** Creates what is not there; needs no more rights than to read when all of it is. */
  public static void create(Connection connection) throws SQLException {
    if (exists(connection)) {
      return;
    }
    OneTransaction.of(
        connection,
        together -> {
          try (Statement statement = together.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            return statement.execute(script());
          }
        });
  }

  private static boolean exists(Connection connection) throws SQLException {
    // The last one of the script: the others were committed with it.
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT to_regclass('task_schedules') IS NOT NULL")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  /** The statements, for a migration of one's own. */
  public static String script() {
    try (InputStream script =
        Objects.requireNonNull(TaskSchema.class.getResourceAsStream("tasks.sql"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
