package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;

/**
 * Asks for the plan that holds for any values of a statement, so that no value is needed or seen.
 *
 * <p>By PREPARE and {@code plan_cache_mode}, which every supported version has; {@code
 * GENERIC_PLAN} came with 16 only. The statement itself is not run.
 */
final class Explain {

  private Explain() {}

  /**
   * The plan of a statement, in the open transaction of the connection.
   *
   * @throws SQLException also where the type of a parameter cannot be told without its value
   */
  static PlanNode generic(Connection connection, Readable readable) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE veets_plan AS " + readable.sql());
      try (ResultSet row =
          statement.executeQuery(
              "EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE veets_plan" + nulls(readable.parameters()))) {
        row.next();
        return PlanNode.parse(row.getString(1));
      } finally {
        if (!connection.isClosed()) {
          deallocate(connection);
        }
      }
    }
  }

  private static String nulls(int parameters) {
    return parameters == 0
        ? ""
        : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
  }

  /** Also in a failed transaction the name has to be free again: PREPARE is not rolled back. */
  private static void deallocate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DEALLOCATE veets_plan");
    } catch (SQLException failed) {
      connection.rollback();
      try (Statement statement = connection.createStatement()) {
        statement.execute("DEALLOCATE veets_plan");
      }
    }
  }
}
