package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.Findings.Action;
import java.time.Duration;
import java.util.List;
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
 * @param plans The plans of slow statements.
 * @param prefetch What is read together without a fetch plan.
 * @param replicas Where reads may go.
 * @param pool How the pool of connections is looked at.
 * @param findings What is done about statements that run one by one where a single one would do.
 */
@ConfigurationProperties(prefix = "veets.query", ignoreUnknownFields = false)
public record QueryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10") int logAbove,
    @DefaultValue("false") boolean debug,
    @DefaultValue("ADMIN") String serverTiming,
    @DefaultValue Statements statements,
    @DefaultValue Plans plans,
    @DefaultValue Prefetch prefetch,
    @DefaultValue Replicas replicas,
    @DefaultValue Pool pool,
    @DefaultValue Findings findings) {

  /**
   * What is read together without a fetch plan.
   *
   * @param enabled Whether a lazy association that is touched is read for all entities of the
   *     session that have it and have not read it.
   * @param most For how many of them at most; 1 or more.
   * @param suggest Whether it is observed what each route and task touches, and a fetch plan is
   *     suggested.
   */
  public record Prefetch(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("1000") int most,
      @DefaultValue("false") boolean suggest) {

    public Prefetch {
      if (most < 1) {
        throw new IllegalArgumentException(
            "veets.query.prefetch.most is " + most + "; it is 1 or more.");
      }
    }
  }

  /**
   * What is kept of each statement.
   *
   * @param most How many different statements are kept apart; 10 or more.
   * @param saveEvery How often they are added to the table query_statements, which outlives a
   *     restart and is of all nodes; never when 0.
   * @param slow An execution that takes as long is slow: the plan of its statement is kept, where
   *     it only reads.
   */
  public record Statements(
      @DefaultValue("1000") int most,
      @DefaultValue("1m") Duration saveEvery,
      @DefaultValue("100ms") Duration slow) {}

  /**
   * The plans of slow statements, on PostgreSQL.
   *
   * @param enabled Whether plans are asked for.
   * @param perStatement The least time between two plans of one statement.
   * @param between The least time between any two plans.
   * @param timeout How long the database may take to plan.
   */
  public record Plans(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("10m") Duration perStatement,
      @DefaultValue("1s") Duration between,
      @DefaultValue("2s") Duration timeout) {}

  /**
   * Where reads may go.
   *
   * @param urls JDBC URLs of streaming standbys of the database, without credentials; none: all
   *     goes to the primary.
   * @param username Who logs in there; empty: as at the primary, with its password.
   * @param password The password of that user.
   * @param maxLag A replica that is further behind gets no reads.
   * @param interval The time between two looks at each server.
   * @param timeout How long a look may take, and the wait for a connection to a replica.
   * @param maximumPoolSize Connections to each replica; 0: as many as to the primary.
   */
  public record Replicas(
      @DefaultValue List<String> urls,
      @DefaultValue("") String username,
      @DefaultValue("") String password,
      @DefaultValue("5s") Duration maxLag,
      @DefaultValue("250ms") Duration interval,
      @DefaultValue("1s") Duration timeout,
      @DefaultValue("0") int maximumPoolSize) {

    /** Without what is secret. */
    @Override
    public String toString() {
      return "Replicas[%d urls]".formatted(urls.size());
    }
  }

  /**
   * How the pool of connections is looked at.
   *
   * @param check Whether the pool is compared with what the server allows, at the start.
   * @param sensible A pool of more connections is told to be too large.
   */
  public record Pool(@DefaultValue("true") boolean check, @DefaultValue("50") int sensible) {}

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
