package com.veetssuites.query.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a pool with what the server allows, once, at the start: one that is too large fails when
 * the load is highest.
 */
public final class PoolCheck {

  private static final String LIMITS =
      """
      SELECT current_setting('max_connections')::int
               - current_setting('superuser_reserved_connections')::int
               - coalesce(current_setting('reserved_connections', true)::int, 0),
             (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')
      """;

  private final int sensible;

  /**
   * @param sensible a pool of more connections than this is told to be too large
   */
  public PoolCheck(int sensible) {
    if (sensible < 1) {
      throw new IllegalArgumentException(
          "veets.query.pool.sensible is %d; it is 1 or more.".formatted(sensible));
    }
    this.sensible = sensible;
  }

  /**
   * What is wrong with a pool, in a sentence each; empty when nothing is.
   *
   * @param most how many connections the pool opens at most
   * @param open how many of them are open now
   */
  public List<String> check(Connection connection, int most, int open) throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(2);
      try (ResultSet row = statement.executeQuery(LIMITS)) {
        row.next();
        int allowed = row.getInt(1);
        int others = Math.max(0, row.getInt(2) - open);
        if (most > allowed - others) {
          wrong.add(
              """
              The pool opens up to %d connections, but the server allows %d and others hold %d of them: set \
              spring.datasource.hikari.maximum-pool-size to %d or less, or raise max_connections of the server.\
              """
                  .formatted(most, allowed, others, Math.max(1, allowed - others)));
        }
      }
    }
    if (most > sensible) {
      wrong.add(
          """
          The pool opens up to %d connections, and more than some dozens make PostgreSQL slower, not faster: set \
          spring.datasource.hikari.maximum-pool-size to %d or less, or veets.query.pool.sensible to what you \
          have measured to be right.\
          """
              .formatted(most, sensible));
    }
    return wrong;
  }
}
