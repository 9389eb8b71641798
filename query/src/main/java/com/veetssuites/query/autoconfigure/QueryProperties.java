package com.veetssuites.query.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the query module.
 *
 * @param enabled Whether statements are seen at all.
 * @param logAbove A request, task or method with more statements is told in the log, at debug
 *     level.
 * @param statements What is kept of each statement.
 * @param prefetch What is read together without a fetch plan.
 */
@ConfigurationProperties(prefix = "veets.query", ignoreUnknownFields = false)
public record QueryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10") int logAbove,
    @DefaultValue Statements statements,
    @DefaultValue Prefetch prefetch) {

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
   */
  public record Statements(@DefaultValue("1000") int most) {}
}
