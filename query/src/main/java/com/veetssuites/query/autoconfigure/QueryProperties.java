package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.Findings.Action;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the query module.
 *
 * @param enabled Whether statements are seen at all.
 * @param logAbove A request, task or method with more statements is told in the log, at debug
 *     level.
 * @param debug Whether every request, task and method is told in the log with its statements, and
 *     every answer says how long the database took; never in production.
 * @param serverTiming Who is told in a Server-Timing header how long the database took: everybody,
 *     nobody, or those with a role, such as ADMIN.
 * @param statements What is kept of each statement.
 * @param findings What is done about statements that run one by one where a single one would do.
 */
@ConfigurationProperties(prefix = "veets.query", ignoreUnknownFields = false)
public record QueryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10") int logAbove,
    @DefaultValue("false") boolean debug,
    @DefaultValue("ADMIN") String serverTiming,
    @DefaultValue Statements statements,
    @DefaultValue Findings findings) {

  /**
   * What is kept of each statement.
   *
   * @param most How many different statements are kept apart; 10 or more.
   * @param saveEvery How often they are added to the table query_statements, which outlives a
   *     restart and is of all nodes; never when 0.
   */
  public record Statements(
      @DefaultValue("1000") int most, @DefaultValue("1m") Duration saveEvery) {}

  /**
   * What is done about statements that run one by one where a single one would do.
   *
   * @param threshold From how many such statements of one request or task on it is a finding; 2 or
   *     more.
   * @param action Log, metric (counted only), fail (the request or task fails at its end; for
   *     development), or off.
   * @param most How many different findings are kept.
   * @param baseline A file with findings that are accepted, one a line; it need not exist.
   */
  public record Findings(
      @DefaultValue("3") int threshold,
      @DefaultValue("log") Action action,
      @DefaultValue("500") int most,
      @DefaultValue("") String baseline) {}
}
