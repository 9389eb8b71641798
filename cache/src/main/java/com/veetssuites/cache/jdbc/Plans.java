package com.veetssuites.cache.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.veetssuites.cache.jdbc.Plan.Read;
import com.veetssuites.cache.jdbc.Plan.Reading;
import com.veetssuites.cache.jdbc.Plan.Write;
import com.veetssuites.cache.jdbc.Planner.UnknownTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans of the statements that the application runs, each made once for a schema. Safe for use
 * by many threads.
 */
final class Plans {

  private static final Logger LOGGER = LoggerFactory.getLogger(Plans.class);

  /** More texts than this are those of a program that writes values into its statements. */
  private static final int MOST_PLANS = 4096;

  private static final int LONGEST = 100_000;
  private static final Plan UNKNOWN = new Plan.Write(List.of(), true, false, false, true);

  /** The plans that hold for one schema. */
  private record Known(Schema schema, Cache<String, Plan> plans) {}

  private volatile @Nullable Known known;

  /** The plan of a statement, about to be run on this connection. */
  Plan of(String sql, Connection connection) {
    Known current = known;
    Plan plan = current == null ? null : current.plans().getIfPresent(sql);
    return plan == null ? make(sql, connection) : plan;
  }

  /** Forgets the schema: the next statement reads it again. */
  void forget() {
    known = null;
  }

  /** Takes over a schema that was read elsewhere; false when it is the one that is known. */
  boolean learn(Schema schema) {
    Known current = known;
    if (current != null && current.schema().equals(schema)) {
      return false;
    }
    known = fresh(schema);
    return current != null;
  }

  @Nullable Schema schema() {
    Known current = known;
    return current == null ? null : current.schema();
  }

  private static Known fresh(Schema schema) {
    return new Known(schema, Caffeine.newBuilder().maximumSize(MOST_PLANS).build());
  }

  private Plan make(String sql, Connection connection) {
    if (sql.length() > LONGEST) {
      return UNKNOWN;
    }
    Known current = known;
    try {
      if (current != null) {
        try {
          return keep(current, sql, Planner.plan(current.schema(), sql));
        } catch (UnknownTable e) {
          LOGGER.debug("Reading the schema again for a table that is not known.");
        }
      }
      Known again = fresh(SchemaReader.read(connection));
      known = again;
      try {
        return keep(again, sql, Planner.plan(again.schema(), sql));
      } catch (UnknownTable e) {
        return keep(again, sql, unknown(sql));
      }
    } catch (SQLException | RuntimeException e) {
      LOGGER.warn("What a statement does to the cache cannot be told.", e);
      return UNKNOWN;
    }
  }

  private static Plan keep(Known known, String sql, Plan plan) {
    String problem =
        switch (plan) {
          case Read read -> read.refusal() == null ? null : "is not cached: " + read.refusal();
          case Write write when write.everything() && !write.structure() ->
              "invalidates everything";
          default -> null;
        };
    if (problem != null) {
      LOGGER.info("A statement {}. It reads: {}", problem, shortened(sql));
    }
    known.plans().put(sql, plan);
    return plan;
  }

  /** Without the values that somebody may have written into it. */
  private static String shortened(String sql) {
    String text = sql.replaceAll("'(?:[^']|'')*'", "'…'").replaceAll("\\b\\d+\\b", "0");
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private static Plan unknown(String sql) {
    SqlTokens tokens = SqlTokens.of(sql);
    boolean reads = tokens.get(0).is("select") && !tokens.has("insert") && !tokens.has("delete");
    return reads
        ? new Read("it is made of an unknown table", null, Reading.NOTHING, Reading.NOTHING)
        : UNKNOWN;
  }
}
