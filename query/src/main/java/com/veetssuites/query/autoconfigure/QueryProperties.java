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
 */
@ConfigurationProperties(prefix = "veets.query", ignoreUnknownFields = false)
public record QueryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10") int logAbove,
    @DefaultValue Statements statements) {

  /**
   * What is kept of each statement.
   *
   * @param most How many different statements are kept apart; 10 or more.
   */
  public record Statements(@DefaultValue("1000") int most) {}
}
