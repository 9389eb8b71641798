package com.veetssuites.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.LocalInvalidationLog;
import com.veetssuites.cache.LogUnavailable;
import com.veetssuites.cache.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Two processes on one database. The invariant: what one of them has committed, the other serves no
 * older value of after the staleness bound, though the writer dies between its commit and its
 * publishing.
 */
class OutboxTest {

  private static final Duration BOUND = Duration.ofMillis(400);
  private static final String TITLE = "SELECT id, title FROM courses WHERE id = 7";
  private static final String OTHER = "SELECT id, title FROM courses WHERE id = 8";
  private static final String WRITE = "UPDATE courses SET title = 'new' WHERE id = 7";

  /** One log for the caches of one JVM that stand for processes with a Redis between them. */
  private static final class SharedLog implements InvalidationLog {
    private final java.util.List<Change> changes = new java.util.ArrayList<>();

    @Override
    public synchronized News append(Position applied, long[] markers) {
      changes.add(new Change(changes.size() + 1, markers));
      return read(applied);
    }

    @Override
    public synchronized News read(Position applied) {
      Position end = new Position(1, changes.size());
      return applied.epoch() == 1
          ? new Changes(
              end, java.util.List.copyOf(changes.subList((int) applied.seq(), changes.size())))
          : new Snapshot(end, changes.size(), new long[0], new long[0]);
    }

    @Override
    public void await(Position applied, Duration atMost)
        throws LogUnavailable, InterruptedException {
      Thread.sleep(Math.min(10, atMost.toMillis()));
    }

    @Override
    public boolean shared() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Commits like a process that is killed between its commit and its publishing. */
  private static void commitAndDie(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(WRITE);
      statement.execute(
          "INSERT INTO cache_outbox (tags) VALUES ('{courses#7,courses.title,courses*}')");
      connection.commit();
    }
  }

  private static void assertGone(School reader, String name) throws InterruptedException {
    long until = System.nanoTime() + BOUND.toNanos() + 150_000_000; // a busy machine
    while (reader.cached(name) && System.nanoTime() < until) {
      Thread.sleep(5);
    }
    assertThat(reader.cached(name)).isFalse();
  }

  @Test
  void without_a_shared_log_a_process_learns_from_the_outbox_what_another_has_committed()
      throws Exception {
    DataSource database = School.create();
    try (School writer = new School(database, new LocalInvalidationLog(), BOUND);
        School reader = new School(database, new LocalInvalidationLog(), BOUND)) {
      reader.value("seven", () -> reader.rows(TITLE));
      reader.value("eight", () -> reader.rows(OTHER));

      writer.jdbc.sql(WRITE).update();

      assertGone(reader, "seven");
      assertThat(reader.cached("eight")).isTrue();
    }
  }

  @Test
  void without_a_shared_log_the_last_act_of_a_killed_process_is_read_from_the_outbox()
      throws Exception {
    DataSource database = School.create();
    try (School reader = new School(database, new LocalInvalidationLog(), BOUND)) {
      reader.value("seven", () -> reader.rows(TITLE));
      reader.value("eight", () -> reader.rows(OTHER));

      commitAndDie(database);

      assertGone(reader, "seven");
      assertThat(reader.cached("eight")).isTrue();
    }
  }

  @Test
  void beside_a_shared_log_an_orphan_is_published_and_removed() throws Exception {
    DataSource database = School.create();
    SharedLog log = new SharedLog();
    try (School one = new School(database, log, BOUND);
        School other = new School(database, log, BOUND)) {
      one.value("seven", () -> one.rows(TITLE));
      other.value("seven", () -> other.rows(TITLE));
      other.value("eight", () -> other.rows(OTHER));

      commitAndDie(database);

      assertGone(one, "seven");
      assertGone(other, "seven");
      assertThat(other.cached("eight")).isTrue();
      long until = System.nanoTime() + 2_000_000_000L;
      while (rows(database) > 0 && System.nanoTime() < until) {
        Thread.sleep(10);
      }
      assertThat(rows(database)).isZero();
    }
  }

  @Test
  void a_published_commit_leaves_no_row_behind_beside_a_shared_log() throws Exception {
    DataSource database = School.create();
    try (School writer = new School(database, new SharedLog(), BOUND)) {
      for (int i = 0; i < 20; i++) {
        writer.jdbc.sql("UPDATE courses SET title = 'x' WHERE id = ?").param(i).update();
      }
      long until = System.nanoTime() + 2_000_000_000L;
      while (rows(database) > 0 && System.nanoTime() < until) {
        Thread.sleep(10);
      }
      assertThat(rows(database)).isZero();
    }
  }

  @Test
  void memory_is_not_served_while_the_outbox_cannot_be_read() throws Exception {
    DataSource database = School.create();
    try (School reader = new School(database, new LocalInvalidationLog(), BOUND);
        Connection blocker = database.getConnection();
        var statement = blocker.createStatement()) {
      reader.value("seven", () -> reader.rows(TITLE));
      assertThat(reader.cached("seven")).isTrue();
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE cache_outbox IN ACCESS EXCLUSIVE MODE");

      Thread.sleep(BOUND.toMillis() + 150);

      assertThat(reader.cached("seven")).isFalse();
      blocker.rollback();
    }
  }

  private static long rows(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM cache_outbox")) {
      row.next();
      return row.getLong(1);
    }
  }
}
