package com.veetssuites.task;

import com.veetssuites.task.postgres.OneTransaction.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Statements on a connection of their own. */
final class TaskDatabase {

  private TaskDatabase() {}

  /**
   * @throws TasksUnavailable when the database does not answer, or does not take them
   */
  static <T extends @Nullable Object> T ask(DataSource source, Statements<T> statements) {
    try (Connection connection = source.getConnection()) {
      return statements.on(connection);
    } catch (SQLException e) {
      throw TasksUnavailable.of(e);
    }
  }
}
