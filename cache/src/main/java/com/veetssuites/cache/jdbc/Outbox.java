package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.jdbc.OpenTransaction.Commit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invalidations of a transaction as a row of the same transaction: what is committed is known
 * to have to be published, whatever happens to the one who has to do it.
 */
final class Outbox {

  static final String TABLE = "cache_outbox";

  private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);
  private static final int MOST_PUBLISHED = 10_000;

  private static final String WRITE =
      """
      INSERT INTO cache_outbox (tags)
      VALUES (?::text[] || coalesce(
          string_to_array(nullif(current_setting('veets.cache_tags', true), ''), ','), '{}'))
      RETURNING id, tags
      """;
  private static final String NOTED =
      """
      SELECT 0, ?::text[] || coalesce(
          string_to_array(nullif(current_setting('veets.cache_tags', true), ''), ','), '{}')
      """;

  private final BlockingQueue<Long> published = new ArrayBlockingQueue<>(MOST_PUBLISHED);
  private final Set<Long> own = ConcurrentHashMap.newKeySet();
  private volatile Predicate<String> forgotten = tag -> false;
  private volatile boolean there;

  void forgetting(Predicate<String> tags) {
    forgotten = tags;
  }

  /** Whether the table is there; without it, only the noted tags are read. */
  boolean there() {
    return there;
  }

  /** Whether this process has published the row itself. */
  boolean own(long row) {
    return own.contains(row);
  }

  /** Rows whose invalidations are in the log. */
  BlockingQueue<Long> published() {
    return published;
  }

  /**
   * Looks for the table, and creates it where that is wanted and allowed.
   *
   * @throws IllegalStateException when it is required and missing
   */
  void prepare(Connection connection, OutboxMode mode) throws SQLException {
    if (mode == OutboxMode.OFF) {
      return;
    }
    there = exists(connection);
    if (!there && mode == OutboxMode.AUTO) {
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(10);
        statement.execute(ddl());
        there = exists(connection);
      } catch (SQLException e) {
        LOGGER.warn(
            "The table cache_outbox is missing and cannot be created ({}): a crash between a commit"
                + " and its invalidation leaves values stale until their time is over.",
            e.getMessage());
      }
    }
    if (!there && mode == OutboxMode.REQUIRED) {
      throw new IllegalStateException(
          "The table cache_outbox is missing. Create it by com/veetssuites/cache/outbox.sql, or set"
              + " veets.cache.database.outbox=auto.");
    }
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regclass('cache_outbox') IS NOT NULL")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The statements that create the table and the function. */
  static String ddl() {
    try (InputStream text = Outbox.class.getResourceAsStream("/com/veetssuites/cache/outbox.sql")) {
      return new String(
          java.util.Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Writes what a transaction is going to invalidate into it. Never throws: a commit is not ours.
   */
  Commit write(OpenTransaction open) {
    Set<String> tags = new LinkedHashSet<>(open.marks().tags());
    tags.removeIf(forgotten);
    boolean structure = open.marks().structural();
    try (PreparedStatement statement = open.connection.prepareStatement(there ? WRITE : NOTED)) {
      statement.setArray(1, open.connection.createArrayOf("text", tags.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        tags.addAll(Arrays.asList((String[]) row.getArray(2).getArray()));
        return new Commit(row.getLong(1), Marks.hashes(tags), structure);
      }
    } catch (SQLException e) {
      // A transaction that has failed already cannot commit; anything else will show in the commit.
      LOGGER.debug("The outbox could not be written; the commit will tell.", e);
      return new Commit(0, Marks.hashes(tags), structure);
    }
  }

  /** This row has done its duty. When too many wait, the poller finds it anyway. */
  void published(long row) {
    if (own.size() >= MOST_PUBLISHED) {
      own.clear(); // published once more than needed
    }
    own.add(row);
    if (!published.offer(row)) {
      LOGGER.debug("Row {} of the outbox is left to the poller.", row);
    }
  }
}
