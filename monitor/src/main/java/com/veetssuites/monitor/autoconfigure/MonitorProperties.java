package com.veetssuites.monitor.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the monitor.
 *
 * @param enabled Whether anything is measured.
 * @param node Name of this process; by default host and process.
 * @param ignoredPaths Beginnings of paths whose requests are left out of the figures.
 * @param history How figures are kept in the database.
 * @param alerts What is watched, and who is told.
 * @param dashboard The pages at /dashboard/.
 */
@ConfigurationProperties(prefix = "veets.monitor", ignoreUnknownFields = false)
public record MonitorProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String node,
    @DefaultValue({"/dashboard", "/actuator"}) List<String> ignoredPaths,
    @DefaultValue History history,
    @NestedConfigurationProperty @DefaultValue AlertProperties alerts,
    @DefaultValue Dashboard dashboard) {

  /**
   * How figures are kept in the database.
   *
   * @param enabled Whether they are; otherwise each node knows itself, for six hours.
   * @param createTables Whether the tables are created when they are not there; otherwise they come
   *     with a migration of one's own.
   * @param maxSeries How many routes, regions, statements, queues and so on are kept apart; there
   *     are at most 1 902 rows for each.
   */
  public record History(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("true") boolean createTables,
      @DefaultValue("500") int maxSeries) {}

  /**
   * The pages at /dashboard/; only with Spring Security.
   *
   * @param enabled Whether they are there.
   * @param role Role of who may see them and decide about tasks.
   * @param maxStreams How many browsers follow the live figures at once.
   */
  public record Dashboard(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("ADMIN") String role,
      @DefaultValue("50") int maxStreams) {}
}
