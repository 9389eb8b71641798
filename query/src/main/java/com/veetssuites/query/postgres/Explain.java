package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
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
  static PlanNode generic(Connection connection, PlannableStatement plannable) throws SQLException {
    boolean prepared = false;
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE veets_plan AS " + plannable.sql());
      prepared = true;
      try (ResultSet row =
          statement.executeQuery(
              "EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE veets_plan"
                  + nulls(plannable.parameters()))) {
        row.next();
        return PlanNode.parse(row.getString(1));
      }
    } finally {
      if (!connection.isClosed()) {
        end(connection, before, prepared);
      }
    }
  }

  /** The transaction is of use again, also after a failure; only PREPARE is not rolled back. */
  private static void end(Connection connection, Savepoint before, boolean prepared)
      throws SQLException {
    connection.rollback(before);
    if (prepared) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DEALLOCATE veets_plan");
      }
    }
  }

  private static String nulls(int parameters) {
    return parameters == 0
        ? ""
        : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
  }
}
