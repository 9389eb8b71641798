package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.testing.FaultyProxy;
import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Two nodes on one database, stepped by hand; the way of one to it can be cut. */
@Timeout(120)
class FiguresTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final MutableClock clock = MutableClock.at(NOON);
  private final PGSimpleDataSource direct = new PGSimpleDataSource();
  private final FaultyProxy proxy;
  private final TestNode a;
  private final TestNode b;

  /** Asked once a second, it tells of one request. */
  private final class TestNode {

    private final AtomicLong requests = new AtomicLong();
    private final History history;
    private final Monitor monitor;
    private final Figures figures;

    TestNode(String name, PGSimpleDataSource source) {
      Collector collector =
          new Collector() {
            @Override
            public Pace pace() {
              return Pace.EVERY_SECOND;
            }

            @Override
            public void collect(Frame.Builder frame) {
              frame.add(SeriesKind.ROUTE, "GET /", 1);
              frame.add(SeriesKind.RUNTIME, name, 1);
              requests.incrementAndGet();
            }
          };
      history = new History(source, true, 500);
      monitor =
          new Monitor(new Node(name, "server", "1", NOON), List.of(collector), clock, history);
      figures = new Figures(monitor, clock);
    }

    double requests(Window window) {
      return figures.over(window, null).all(SeriesKind.ROUTE).value("count");
    }
  }

  FiguresTest() {
    String url = PostgresExtension.createDatabase();
    direct.setUrl(url);
    proxy = FaultyProxy.to(direct.getPortNumbers()[0]);
    var faulty = new PGSimpleDataSource();
    faulty.setUrl(url.replace(":" + direct.getPortNumbers()[0], ":" + proxy.port()));
    a = new TestNode("a", faulty);
    b = new TestNode("b", direct);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private void step(int seconds) {
    for (int i = 0; i < seconds; i++) {
      clock.pass(Duration.ofSeconds(1));
      a.monitor.second();
      b.monitor.second();
    }
  }

  private void tell() {
    a.monitor.tell();
    b.monitor.tell();
  }

  private long frames(String node) throws SQLException {
    try (Connection connection = direct.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM monitor_frames WHERE node = '" + node + "'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void each_node_sees_both() throws Exception {
    step(60);
    tell();
    for (TestNode node : List.of(a, b)) {
      Measured measured = node.figures.over(Window.FIVE_MINUTES, null);
      assertThat(measured.whole()).isTrue();
      assertThat(measured.nodes()).containsExactly("a", "b");
      assertThat(measured.all(SeriesKind.ROUTE).value("count")).isEqualTo(2 * 59);
      assertThat(measured.of(SeriesKind.RUNTIME)).containsOnlyKeys("a", "b");
      assertThat(measured.from()).isEqualTo(NOON);
      assertThat(measured.seconds()).isEqualTo(60);
      assertThat(node.figures.over(Window.FIVE_MINUTES, "b").all(SeriesKind.ROUTE).value("count"))
          .isEqualTo(59);
      assertThat(node.figures.nodes()).extracting(NodeStatus::node).containsExactly("a", "b");
      assertThat(node.requests(Window.START)).isEqualTo(60);
      assertThat(node.figures.course(Window.FIVE_MINUTES, null, SeriesKind.ROUTE, "GET /"))
          .hasSize(6);
    }
    assertThat(a.requests(Window.SIX_HOURS)).as("not merged yet").isZero();
    while (a.history.merge() > 0) {
      // All of them.
    }
    for (Window window : List.of(Window.SIX_HOURS, Window.THREE_DAYS, Window.MONTH, Window.YEAR)) {
      assertThat(b.requests(window)).as(window.label()).isEqualTo(2 * 59);
    }
    assertThat(b.figures.course(Window.SIX_HOURS, null, SeriesKind.ROUTE, null)).hasSize(1);
  }

  @Test
  void without_the_database_a_node_knows_itself_and_says_so() throws Exception {
    step(30);
    tell();
    proxy.cut();
    step(30);
    tell();
    Measured alone = a.figures.over(Window.FIVE_MINUTES, null);
    assertThat(alone.whole()).isFalse();
    assertThat(alone.nodes()).containsExactly("a");
    assertThat(alone.all(SeriesKind.ROUTE).value("count")).isEqualTo(59);
    assertThat(a.figures.over(Window.YEAR, null).whole()).isFalse();
    assertThat(a.figures.course(Window.FIVE_MINUTES, null, SeriesKind.ROUTE, null)).hasSize(6);
    assertThat(a.figures.nodes())
        .containsExactly(
            new NodeStatus("a", "server", "1", NOON, clock.instant(), NodeStatus.State.ALIVE));
    assertThat(b.figures.over(Window.FIVE_MINUTES, null).whole()).isTrue();

    proxy.heal();
    step(10);
    tell();
    assertThat(a.figures.over(Window.FIVE_MINUTES, null).whole()).isTrue();
    assertThat(a.requests(Window.FIVE_MINUTES)).isEqualTo(2 * 69);
    assertThat(b.requests(Window.FIVE_MINUTES)).isEqualTo(2 * 69);
    assertThat(frames("a")).isEqualTo(7);
  }

  /** The way is held, not closed: who only looks must not wait for it again and again. */
  @Test
  void a_database_that_does_not_answer_is_waited_for_once() {
    step(30);
    tell();
    proxy.cut();
    assertThat(a.figures.over(Window.FIVE_MINUTES, null).whole()).isFalse();
    proxy.heal();
    clock.pass(Duration.ofSeconds(2));
    assertThat(a.figures.over(Window.FIVE_MINUTES, null).whole()).as("refused at once").isFalse();
    a.monitor.tell();
    assertThat(a.figures.over(Window.FIVE_MINUTES, null).whole()).isTrue();
  }

  @Test
  void what_cannot_be_written_waits_for_half_an_hour_and_is_written_once() throws Exception {
    a.monitor.tell();
    proxy.cut();
    step(20 * 60);
    a.monitor.tell();
    assertThat(frames("a")).isZero();
    proxy.heal();
    a.monitor.tell();
    a.monitor.tell();
    assertThat(frames("a")).isEqualTo(20 * 6);
    proxy.cut();
    step(60 * 60);
    a.monitor.tell();
    proxy.heal();
    a.monitor.tell();
    assertThat(frames("a")).isEqualTo(20 * 6 + 30 * 6);
    a.history.merge();
    assertThat(a.requests(Window.SIX_HOURS))
        .as("the first 20 min, and the last 30 of the hour")
        .isEqualTo(20 * 60 - 1 + 30 * 60);
  }

  /** As when the answer to the writing was lost: it is written again, and counts once. */
  @Test
  void what_was_written_already_counts_nothing_twice() throws Exception {
    step(30);
    a.monitor.tell();
    step(10);
    a.history.append(a.monitor.node(), a.monitor.tens(NOON));
    a.monitor.tell();
    a.monitor.tell();
    assertThat(frames("a")).isEqualTo(4);
    assertThat(a.requests(Window.FIVE_MINUTES)).isEqualTo(39);
  }

  @Test
  void without_a_history_there_is_this_node() {
    var alone = new Monitor(new Node("c", "worker", "1", NOON), List.of(), clock, null);
    var figures = new Figures(alone, clock);
    assertThat(figures.over(Window.MINUTE, null).whole()).isTrue();
    assertThat(figures.over(Window.MINUTE, null).points()).isEqualTo(Map.of());
    assertThat(figures.over(Window.YEAR, null).seconds()).isPositive();
    assertThat(figures.nodes()).extracting(NodeStatus::role).containsExactly("worker");
  }
}
