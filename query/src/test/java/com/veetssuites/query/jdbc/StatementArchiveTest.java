package com.veetssuites.query.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStore;
import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class StatementArchiveTest {

  private final DriverManagerDataSource database =
      new DriverManagerDataSource(PostgresExtension.createDatabase());
  private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"));

  private final class Node {
    final StatementStore store = new StatementStore(10, clock);
    final StatementArchive archive = new StatementArchive(store, database, 10);

    void run(String sql, int millis) {
      store.executed(store.of(sql), millis * 1_000_000L, 2, false);
    }
  }

  private List<StatementSnapshot> read(int most) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return StatementArchive.read(connection, most);
    }
  }

  @Test
  void the_figures_of_all_nodes_add_up_and_outlive_them() throws SQLException {
    assertThat(read(10)).isEmpty();
    Node a = new Node();
    a.archive.prepare();
    a.archive.prepare();
    a.run("select 1", 5);
    assertThat(a.archive.save()).isEqualTo(1);
    assertThat(a.archive.save()).isZero();
    clock.pass(Duration.ofMinutes(1));
    a.run("select 1", 15);
    a.run("select a from b", 1);
    assertThat(a.archive.save()).isEqualTo(2);
    Node b = new Node();
    b.run("select 2", 100);
    b.archive.save();

    List<StatementSnapshot> all = read(10);
    assertThat(all)
        .extracting(StatementSnapshot::sql)
        .containsExactly("select ?", "select a from b");
    StatementSnapshot first = all.getFirst();
    assertThat(first.calls()).isEqualTo(3);
    assertThat(first.rows()).isEqualTo(6);
    assertThat(first.totalNanos()).isEqualTo(120_000_000);
    assertThat(first.minNanos()).isEqualTo(5_000_000);
    assertThat(first.maxNanos()).isEqualTo(100_000_000);
    assertThat(Arrays.stream(first.histogram()).sum()).isEqualTo(3);
    assertThat(Duration.between(first.firstSeen(), first.lastSeen()))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(read(1)).hasSize(1);
  }

  @Test
  void what_was_evicted_between_two_savings_is_counted_once() throws SQLException {
    Node node = new Node();
    node.archive.prepare();
    node.run("select a", 1);
    node.run("select a", 1);
    node.archive.save();
    for (int i = 0; i < 30; i++) {
      node.run("select c" + i, 10);
    }
    clock.pass(Duration.ofSeconds(1));
    node.run("select a", 1);
    node.archive.save();
    assertThat(read(100).stream().mapToLong(StatementSnapshot::calls).sum()).isEqualTo(33);
  }
}
