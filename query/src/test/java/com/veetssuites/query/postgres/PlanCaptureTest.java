package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStatistics;
import com.veetssuites.query.StatementStore;
import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** A slow statement has one plan, that nobody waited for and that shows no value. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class PlanCaptureTest {

  private static final long SLOW = Duration.ofMillis(100).toNanos();

  private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-01T00:00:00Z"));
  private final StatementStore store = new StatementStore(100, clock);
  private final AtomicInteger connections = new AtomicInteger();

  @BeforeEach
  void tables(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE pupils (id bigint PRIMARY KEY, name text, born date)");
      statement.execute(
          "INSERT INTO pupils SELECT n, 'p' || n, now() FROM generate_series(1, 1000) n");
      statement.execute("ANALYZE pupils");
    }
    database = (PGSimpleDataSource) source;
  }

  private PGSimpleDataSource database = new PGSimpleDataSource();

  private PlanCapture capture(Duration perStatement) {
    var counted =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            connections.incrementAndGet();
            return super.getConnection();
          }
        };
    counted.setUrl(database.getUrl());
    counted.setUser(database.getUser());
    counted.setPassword(database.getPassword());
    PlanCapture capture =
        new PlanCapture(
            counted,
            clock,
            new PlanCapture.Limits(perStatement, Duration.ZERO, Duration.ofSeconds(2)));
    store.onSlow(Duration.ofMillis(100), capture);
    return capture;
  }

  private StatementSnapshot ran(String sql, long nanos) {
    StatementStatistics statement = store.of(sql);
    store.executed(statement, nanos, 0, false);
    return statement.snapshot();
  }

  @Test
  void a_slow_statement_has_a_plan_without_its_values() {
    try (PlanCapture capture = capture(Duration.ofMinutes(10))) {
      String sql = "select name from pupils where name = 'secret' and id in (4711, 2, 3)";
      ran(sql, SLOW);
      await().until(() -> store.of(sql).snapshot().plan() != null);
      var plan = Objects.requireNonNull(store.of(sql).snapshot().plan());
      assertThat(plan.text())
          .contains("on pupils")
          .contains("= $1")
          .doesNotContain("secret", "4711");
      assertThat(plan.cost()).isPositive();
      assertThat(plan.captured()).isEqualTo(clock.instant());
      assertThat(capture).isNotNull();
    }
  }

  @Test
  void a_quick_statement_and_a_write_have_none() {
    try (PlanCapture capture = capture(Duration.ofMinutes(10))) {
      ran("select 1 from pupils where born = '2000-01-01'", SLOW - 1);
      ran("delete from pupils where id = 1", SLOW);
      ran("with gone as (delete from pupils returning id) select * from gone", SLOW);
      ran("select * from pupils where id = 1 for update", SLOW);
      ran("select * from pupils", SLOW);
      await().until(() -> store.of("select * from pupils").snapshot().plan() != null);
      assertThat(store.snapshot()).filteredOn(each -> each.plan() != null).hasSize(1);
      assertThat(connections).hasValue(1);
      assertThat(capture).isNotNull();
    }
  }

  @Test
  void one_statement_is_looked_at_once_in_a_while() {
    try (PlanCapture capture = capture(Duration.ofMinutes(10))) {
      for (int i = 0; i < 50; i++) {
        ran("select * from pupils where id = " + i, SLOW);
      }
      ran("select * from pupils", SLOW);
      await().until(() -> store.of("select * from pupils").snapshot().plan() != null);
      assertThat(connections).hasValue(2);

      clock.pass(Duration.ofMinutes(10));
      ran("select * from pupils where id = 7", SLOW);
      await().until(() -> connections.get() == 3);
      assertThat(capture).isNotNull();
    }
  }

  @Test
  void a_statement_that_cannot_be_planned_does_not_stop_the_others() {
    try (PlanCapture capture = capture(Duration.ofMinutes(10))) {
      ran("select * from nowhere", SLOW);
      ran("select ? is null", SLOW);
      ran("select name from pupils where name like 'a%' order by name limit 5", SLOW);
      await()
          .until(() ->
              store
                      .of("select name from pupils where name like ? order by name limit ?")
                      .snapshot()
                      .plan()
                  != null);
      assertThat(capture).isNotNull();
    }
  }
}
