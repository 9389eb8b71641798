package com.veetssuites.monitor;

import static com.veetssuites.monitor.AlertNode.nothing;
import static com.veetssuites.monitor.AlertNode.requests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariant: whatever nodes do at the same time, and whichever of them is killed, each time that
 * something comes to be wrong is told once as fired and once as resolved, in this order.
 */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class AlertsTest {

  private static final Duration FAST = Duration.ofMillis(50);
  private static final Duration SLOW = Duration.ofSeconds(3);

  private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"));
  private final DataSource source;

  AlertsTest(DataSource source) {
    this.source = source;
  }

  /** Mean response time above 2 s in the last 30 s, for 20 s, resolved at 1 s. */
  private static AlertRule rule(AlertRule.OtherLimit... others) {
    return new AlertRule(
        "response-time",
        AlertMeasure.RESPONSE_TIME,
        AlertStatistic.MEAN,
        SeriesPattern.ALL,
        new AlertLimit(true, 2_000, 1_000),
        Duration.ofSeconds(30),
        10,
        Duration.ofSeconds(20),
        List.of(others),
        EnumSet.allOf(AlertChannel.class));
  }

  private static AlertRule level(AlertMeasure measure, AlertStatistic statistic, double above) {
    return new AlertRule(
        measure.label(),
        measure,
        statistic,
        SeriesPattern.ALL,
        new AlertLimit(true, above, above),
        Duration.ofSeconds(30),
        1,
        Duration.ZERO,
        List.of(),
        EnumSet.noneOf(AlertChannel.class));
  }

  private AlertNode node(String name, AlertRule... rules) throws SQLException {
    return new AlertNode(name, source, clock, rules);
  }

  private static List<String> states(AlertNode node) {
    return node.alerts.current().stream()
        .map(each -> each.state().label() + " " + each.series())
        .toList();
  }

  @Test
  void what_is_slow_is_pending_then_fires_then_is_resolved() throws Exception {
    AlertNode node = node("a", rule());
    node.step(requests("GET /fast", 10, FAST).andThen(requests("GET /slow", 10, SLOW)));
    assertThat(states(node)).containsExactly("pending GET /slow");
    node.step(requests("GET /slow", 10, SLOW));
    assertThat(node.told).isEmpty();
    node.step(requests("GET /slow", 10, SLOW));
    assertThat(states(node)).containsExactly("firing GET /slow");
    assertThat(node.alerts.firing("response-time")).isOne();
    assertThat(node.alerts.current().getFirst().sentence())
        .isEqualTo("Response time of GET /slow: 3 s (mean of the last 30 s), above 2 s.");
    for (int i = 0; i < 3; i++) {
      node.step(requests("GET /slow", 10, FAST));
    }
    assertThat(states(node)).containsExactly("resolved GET /slow");
    assertThat(node.alerts.current().getFirst().sentence()).endsWith("no longer above 2 s.");
    assertThat(node.said()).containsExactly("fired GET /slow", "resolved GET /slow");
    assertThat(node.alerts.history(10))
        .extracting(AlertEvent::state)
        .containsExactly(AlertState.RESOLVED, AlertState.FIRING);
    assertThat(node.alerts.history(10))
        .extracting(AlertEvent::alert)
        .containsOnly(firstAlert(node));
    clock.pass(Duration.ofMinutes(15));
    node.round();
    assertThat(states(node)).isEmpty();
  }

  private static UUID firstAlert(AlertNode node) {
    return node.alerts.history(10).getLast().alert();
  }

  @Test
  void a_short_peak_is_nothing() throws Exception {
    AlertNode node = node("a", rule());
    node.step(requests("GET /slow", 10, SLOW));
    assertThat(states(node)).containsExactly("pending GET /slow");
    node.step(requests("GET /slow", 200, FAST));
    node.step(requests("GET /slow", 200, FAST));
    assertThat(states(node)).isEmpty();
    assertThat(node.told).isEmpty();
  }

  @Test
  void what_trembles_around_the_threshold_makes_one_alert() throws Exception {
    AlertNode node = node("a", rule());
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      node.step(requests("GET /slow", 10, Duration.ofMillis(1_500 + random.nextInt(1_500))));
    }
    assertThat(node.said()).containsExactly("fired GET /slow");
  }

  @Test
  void too_few_samples_begin_nothing_and_end_nothing() throws Exception {
    AlertNode node = node("a", rule());
    for (int i = 0; i < 5; i++) {
      node.step(requests("GET /slow", 3, SLOW));
    }
    assertThat(states(node)).isEmpty();
    for (int i = 0; i < 3; i++) {
      node.step(requests("GET /slow", 10, SLOW));
    }
    assertThat(states(node)).containsExactly("firing GET /slow");
    for (int i = 0; i < 5; i++) {
      node.step(requests("GET /slow", 1, SLOW));
    }
    assertThat(states(node)).containsExactly("firing GET /slow");
    for (int i = 0; i < 3; i++) {
      node.step(nothing());
    }
    assertThat(states(node)).containsExactly("resolved GET /slow");
    assertThat(node.alerts.current().getFirst().sentence()).contains("nothing was measured");
  }

  @Test
  void the_first_override_that_matches_counts() throws Exception {
    AlertNode node =
        node(
            "a",
            rule(
                new AlertRule.OtherLimit(
                    new SeriesPattern("GET /reports/small"), new AlertLimit(true, 2_500, 2_000)),
                new AlertRule.OtherLimit(
                    new SeriesPattern("GET /reports/**"), new AlertLimit(true, 10_000, 9_000)),
                new AlertRule.OtherLimit(new SeriesPattern("POST /import"), null)));
    for (int i = 0; i < 3; i++) {
      node.step(
          Stream.of(
                  "GET /reports/small",
                  "GET /reports/2026/all",
                  "GET /reports",
                  "POST /import",
                  "GET /reports-old")
              .map(route -> requests(route, 10, SLOW))
              .reduce(nothing(), Consumer::andThen));
    }
    assertThat(node.said())
        .containsExactlyInAnyOrder("fired GET /reports/small", "fired GET /reports-old");
    assertThat(node.alerts.current().stream().map(AlertStatus::threshold))
        .containsExactlyInAnyOrder(2_500.0, 2_000.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nodes_at_the_same_time_tell_each_transition_once(long seed) throws Exception {
    Random random = new Random(seed);
    List<AlertNode> nodes = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      nodes.add(node(name, rule()));
    }
    int evaluations = 0;
    for (int phase = 0; phase < 4; phase++) {
      Duration each = phase % 2 == 0 ? SLOW : FAST;
      for (int i = 0; i < 5; i++) {
        nodes.get(random.nextInt(nodes.size())).pass(requests("GET /slow", 50, each));
        List<Callable<Boolean>> rounds = new ArrayList<>();
        for (AlertNode node : nodes) {
          int times = random.nextInt(1, 3);
          for (int k = 0; k < times; k++) {
            rounds.add(node::round);
          }
        }
        evaluations += (int) Together.all(rounds).stream().filter(mine -> mine).count();
      }
    }
    for (AlertNode node : nodes) {
      node.deliveries.tell();
    }
    assertThat(evaluations).isEqualTo(20);
    List<AlertEvent> happened = nodes.getFirst().alerts.history(100).reversed();
    assertThat(happened)
        .extracting(AlertEvent::state)
        .containsExactly(
            AlertState.FIRING, AlertState.RESOLVED, AlertState.FIRING, AlertState.RESOLVED);
    assertThat(nodes.stream().flatMap(node -> node.told.stream()).map(AlertsTest::key))
        .containsExactlyInAnyOrderElementsOf(happened.stream().map(AlertEvent::key).toList());
  }

  private static String key(Object told) {
    return told instanceof AlertFired fired
        ? fired.event().key()
        : ((AlertResolved) told).event().key();
  }

  @Test
  void what_a_killed_node_has_not_told_is_told_by_the_next() throws Exception {
    AlertNode killed = node("a", rule());
    AlertNode next = node("b", rule());
    for (int i = 0; i < 3; i++) {
      killed.pass(requests("GET /slow", 10, SLOW));
      killed.alerts.evaluate();
    }
    // Killed after the commit, before anybody was told.
    assertThat(killed.told).isEmpty();
    next.round();
    next.round();
    assertThat(next.said()).containsExactly("fired GET /slow");
  }

  @Test
  void what_a_node_was_killed_at_telling_is_told_by_the_next_after_a_while() throws Exception {
    AlertNode first = node("a", rule());
    for (int i = 0; i < 3; i++) {
      first.pass(requests("GET /slow", 10, SLOW));
      first.alerts.evaluate();
    }
    var dying =
        new AlertDeliveries(
            AlertStore.of(new History(source, true, 500)),
            List.of(rule()),
            event -> {
              throw new StackOverflowError("killed");
            },
            null,
            clock);
    assertThatThrownBy(dying::tell).isInstanceOf(StackOverflowError.class);
    AlertNode next = node("b", rule());
    next.deliveries.tell();
    assertThat(next.told).isEmpty();
    clock.pass(AlertDeliveries.LEASE);
    next.deliveries.tell();
    assertThat(next.said()).containsExactly("fired GET /slow");
  }

  @Test
  void a_listener_that_fails_is_told_again() throws Exception {
    AlertNode node = node("a", rule());
    for (int i = 0; i < 3; i++) {
      node.pass(requests("GET /slow", 10, SLOW));
      node.alerts.evaluate();
    }
    List<Object> told = new ArrayList<>();
    var failing =
        new AlertDeliveries(
            AlertStore.of(new History(source, true, 500)),
            List.of(rule()),
            event -> {
              told.add(event);
              if (told.size() == 1) {
                throw new IllegalStateException("no connection");
              }
            },
            null,
            clock);
    assertThat(failing.tell()).isZero();
    clock.pass(Duration.ofSeconds(10));
    assertThat(failing.tell()).isOne();
    assertThat(failing.tell()).isZero();
    assertThat(told).hasSize(2).containsOnly(told.getFirst());
  }

  @Test
  void a_restart_knows_what_fires() throws Exception {
    AlertNode before = node("a", rule());
    for (int i = 0; i < 3; i++) {
      before.step(requests("GET /slow", 10, SLOW));
    }
    AlertNode after = node("a", rule());
    assertThat(states(after)).containsExactly("firing GET /slow");
    after.step(requests("GET /slow", 10, SLOW));
    assertThat(after.told).isEmpty();
    assertThat(after.alerts.current().getFirst().id()).isEqualTo(firstAlert(before));
  }

  @Test
  void what_has_no_rule_any_more_is_resolved() throws Exception {
    AlertNode before = node("a", rule());
    for (int i = 0; i < 3; i++) {
      before.step(requests("GET /slow", 10, SLOW));
    }
    AlertNode after = node("a", level(AlertMeasure.DISK, AlertStatistic.LAST, 0.9));
    after.step(requests("GET /slow", 10, SLOW));
    assertThat(after.said()).containsExactly("resolved GET /slow");
  }

  @Test
  void a_flood_is_a_hundred_alerts_and_one_for_the_others() throws Exception {
    AlertNode node = node("a", level(AlertMeasure.QUEUE_LENGTH, AlertStatistic.LAST, 1_000));
    Consumer<Frame.Builder> flood =
        frame -> {
          for (int i = 0; i < 150; i++) {
            frame.add(SeriesKind.QUEUE, "queue-" + i, 0, 0, 0, 1_001 + i, 0, 0, 0);
          }
        };
    node.step(flood);
    assertThat(node.told).hasSize(AlertEvaluation.MOST_ALERTS + 1);
    node.step(flood);
    assertThat(node.told).hasSize(AlertEvaluation.MOST_ALERTS + 1);
    assertThat(node.alerts.current())
        .hasSize(AlertEvaluation.MOST_ALERTS + 1)
        .filteredOn(each -> each.series().equals(SeriesId.OTHERS))
        .singleElement()
        .extracting(AlertStatus::sentence)
        .isEqualTo(
            "Length of queue (others): 50 more queues, at worst 1050 (last of the last 30 s), above"
                + " 1000.");
    for (int i = 0; i < 4; i++) {
      node.step(nothing());
    }
    assertThat(node.alerts.current())
        .extracting(AlertStatus::state)
        .containsOnly(AlertState.RESOLVED);
  }

  @Test
  void memory_is_what_is_in_use_after_a_collection() throws Exception {
    AlertNode node = node("a", level(AlertMeasure.MEMORY, AlertStatistic.MIN, 0.8));
    node.step(heap(95, 15));
    assertThat(states(node)).containsExactly("firing a");
    node.step(heap(95, 60));
    assertThat(states(node)).containsExactly("resolved a");
    assertThat(node.alerts.current().getFirst().value()).isEqualTo(0.4);
  }

  private static Consumer<Frame.Builder> heap(int used, int free) {
    double unknown = Double.NaN;
    return frame ->
        frame.add(
            SeriesKind.RUNTIME,
            "a",
            1,
            0,
            0,
            used,
            100,
            unknown,
            0,
            0,
            unknown,
            unknown,
            unknown,
            unknown,
            unknown,
            free);
  }

  @Test
  void history_is_bounded() throws Exception {
    AlertNode node = node("a", rule());
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          INSERT INTO monitor_alert_events
            (alert, rule, series, state, at, value, threshold, unit, sentence)
          SELECT gen_random_uuid(), 'disk', 'a', 'firing',
                 timestamptz '2026-11-23 10:00Z' - (10050 - i) * interval '1 minute',
                 1, 1, 'share', 'Disk.'
          FROM generate_series(1, 10050) AS i
          """);
    }
    assertThat(node.alerts.prune()).isEqualTo(50);
    assertThat(node.alerts.history(20_000)).hasSize(10_000);
    clock.pass(Duration.ofDays(90).minusMinutes(10));
    assertThat(node.alerts.prune()).isEqualTo(10_000 - 11);
  }
}
