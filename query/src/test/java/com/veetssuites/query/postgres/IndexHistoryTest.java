package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.StatementStore;
import com.veetssuites.query.postgres.IndexHistory.Entry;
import com.veetssuites.query.postgres.IndexHistory.Measured;
import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ran before an index and what ran after are never mixed, whoever restarts. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class IndexHistoryTest {

  private static final DeclaredIndex INDEX =
      new DeclaredIndex("posts_title_idx", "posts", false, "(title)", "advice");
  private static final String SQL = "SELECT * FROM posts WHERE title = ?";

  private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-01T00:00:00Z"));

  private StatementStore store() {
    return new StatementStore(10, clock);
  }

  private void ran(StatementStore store, int calls, int millis) {
    clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < calls; i++) {
      store.executed(store.of(SQL), Duration.ofMillis(millis).toNanos(), 0, false);
    }
  }

  private static Entry only(IndexHistory history) throws SQLException {
    assertThat(history.entries()).hasSize(1);
    return history.entries().getFirst();
  }

  @Test
  void before_and_after_are_kept_over_a_restart(DataSource source) throws SQLException {
    IndexHistory history = new IndexHistory(source, clock, "one");
    assertThat(history.entries()).isEmpty();
    StatementStore first = store();
    history.observe(first.snapshot());
    ran(first, 100, 200);
    history.created(INDEX, first.snapshot());
    assertThat(only(history).after()).isEqualTo(new Measured(0, 0, 0));
    assertThat(only(history).factor()).isZero();

    ran(first, 10, 2);
    history.observe(first.snapshot());
    history.observe(first.snapshot());
    StatementStore restarted = store();
    IndexHistory again = new IndexHistory(source, clock, "one");
    ran(restarted, 300, 2);
    again.observe(restarted.snapshot());
    ran(restarted, 5, 2);
    again.observe(restarted.snapshot());

    Entry entry = only(again);
    assertThat(entry.index()).isEqualTo("posts_title_idx");
    assertThat(entry.sql()).isEqualTo(SQL);
    assertThat(entry.before().calls()).isEqualTo(100);
    assertThat(entry.before().meanNanos()).isEqualTo(200_000_000);
    assertThat(entry.before().p95Nanos()).isBetween(200_000_000L, 240_000_000L);
    assertThat(entry.after().calls()).isEqualTo(315);
    assertThat(entry.after().meanNanos()).isEqualTo(2_000_000);
    assertThat(entry.after().p95Nanos()).isBetween(2_000_000L, 2_400_000L);
    assertThat(entry.factor()).isEqualTo(100);
  }

  @Test
  void nodes_are_added_up_and_what_one_ran_before_it_heard_of_the_index_does_not_count(
      DataSource source) throws SQLException {
    IndexHistory one = new IndexHistory(source, clock, "one");
    IndexHistory two = new IndexHistory(source, clock, "two");
    StatementStore first = store();
    StatementStore second = store();
    ran(first, 100, 200);
    ran(second, 50, 300);
    one.created(INDEX, first.snapshot());

    two.observe(second.snapshot());
    assertThat(only(two).after().calls()).isZero();
    ran(first, 10, 2);
    ran(second, 20, 4);
    one.observe(first.snapshot());
    two.observe(second.snapshot());
    assertThat(only(one).after().calls()).isEqualTo(30);
    assertThat(only(one).before().calls()).isEqualTo(100);

    // A store that began after the creation has only seen what came after.
    StatementStore third = store();
    ran(third, 7, 2);
    new IndexHistory(source, clock, "three").observe(third.snapshot());
    assertThat(only(one).after().calls()).isEqualTo(37);
  }

  @Test
  void an_index_that_is_created_again_begins_again(DataSource source) throws SQLException {
    IndexHistory history = new IndexHistory(source, clock, "one");
    StatementStore store = store();
    ran(store, 100, 200);
    history.created(INDEX, store.snapshot());
    ran(store, 100, 2);
    history.observe(store.snapshot());
    history.created(INDEX, store.snapshot());
    assertThat(only(history).before().calls()).isEqualTo(200);
    assertThat(only(history).after().calls()).isZero();
    assertThat(List.of(only(history).created())).containsExactly(clock.instant());
  }
}
