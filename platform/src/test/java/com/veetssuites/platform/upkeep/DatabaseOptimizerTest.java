package com.veetssuites.platform.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.database.MaintenanceDatabase;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DatabaseOptimizerTest {

  private final PlatformServer server = PlatformServer.shared();
  private final DatabaseOptimizer optimizer = server.bean(DatabaseOptimizer.class);
  private final DataSource source = server.bean(MaintenanceDatabase.class).source();

  private Outcome<OptimizedDatabase> run() throws SQLException, InterruptedException {
    return optimizer.optimize(
        new OptimizeDatabase(), TaskContext.detached(new TaskId(UUID.randomUUID()), null));
  }

  private OptimizedDatabase done() throws SQLException, InterruptedException {
    return ((Outcome.Done<OptimizedDatabase>) run()).result();
  }

  private void sql(String statement) {
    server.database().sql(statement).update();
  }

  private boolean there(String index) {
    return server
        .database()
        .sql("SELECT to_regclass(:index) IS NOT NULL")
        .param("index", index)
        .query(Boolean.class)
        .single();
  }

  @Test
  void missing_indexes_are_built_and_deleted_rows_are_given_back() throws Exception {
    sql("DROP INDEX logins_expires_at_idx");
    sql("DROP INDEX IF EXISTS courses_published_price_idx");
    try (Connection other = source.getConnection(); // its statistics are told when it is closed
        Statement statement = other.createStatement()) {
      statement.execute(
          "CREATE TABLE deleted_rows AS SELECT n FROM generate_series(1, 50000) AS n");
      statement.execute("DELETE FROM deleted_rows");
    }
    try {
      OptimizedDatabase result = done();
      assertThat(result.complete()).as(result.toString()).isTrue();
      assertThat(result.indexesCreated())
          .containsExactlyInAnyOrder("logins_expires_at_idx", "courses_published_price_idx");
      assertThat(result.indexesThere()).isGreaterThan(20);
      assertThat(result.tables()).isGreaterThan(10);
      assertThat(result.deadRowsBefore()).isGreaterThanOrEqualTo(50_000);
      assertThat(result.deadRowsAfter()).isLessThan(50_000);
      assertThat(result.bytesAfter()).isLessThan(result.bytesBefore());
      assertThat(there("logins_expires_at_idx")).isTrue();
      assertThat(done().indexesCreated()).isEmpty();
    } finally {
      sql("DROP TABLE deleted_rows");
    }
  }

  @Test
  void never_two_at_a_time() throws Exception {
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + DatabaseOptimizer.LOCK + ", 1)");
      Outcome<OptimizedDatabase> outcome = run();
      assertThat(outcome).isInstanceOf(Outcome.Cancel.class);
      assertThat(((Outcome.Cancel<OptimizedDatabase>) outcome).reason())
          .matches("This database is being optimized already: by database process \\d+, since .*");
    }
    assertThat(run()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void nor_beside_the_command() throws Exception {
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_lock(" + 0x76656574 + ", 1)"); // the one of IndexBuilder
      assertThat(((Outcome.Cancel<OptimizedDatabase>) run()).reason())
          .startsWith("Another run is building indexes in this database: process ");
    }
  }

  @Test
  void a_table_that_somebody_holds_is_told_and_the_others_are_vacuumed() throws Exception {
    sql("CREATE TABLE held (n int)");
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE held");
      OptimizedDatabase result = done();
      assertThat(result.complete()).isFalse();
      assertThat(result.problems()).singleElement().asString().startsWith("held: ");
      assertThat(result.tables()).isGreaterThan(10);
      other.rollback();
    } finally {
      sql("DROP TABLE held");
    }
  }

  @Test
  void an_interrupt_stops_it_between_two_steps_and_frees_the_lock() throws Exception {
    sql("DROP INDEX logins_expires_at_idx");
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::run)
        .isInstanceOf(InterruptedException.class)
        .hasMessageStartingWith("Stopped after ");
    assertThat(done().indexesCreated()).containsExactly("logins_expires_at_idx");
  }
}
