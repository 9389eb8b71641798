package com.veetssuites.monitor;

import com.veetssuites.testing.MutableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A node of a test, stepped by hand: its frames and its rounds. */
final class AlertNode {

  static final Duration STEP = Duration.ofSeconds(10);

  private final Node node;
  private final MutableClock clock;
  private final History history;

  /** What its listeners were told. */
  final List<Object> told = new CopyOnWriteArrayList<>();

  final Alerts alerts;
  final AlertDeliveries deliveries;

  AlertNode(String name, DataSource source, MutableClock clock, AlertRule... rules)
      throws SQLException {
    this.clock = clock;
    node = new Node(name, "server", "1", clock.instant());
    history = new History(source, true, 500);
    history.prepare();
    Figures figures = new Figures(new Monitor(node, List.of(), clock, history), clock);
    AlertStore store = AlertStore.of(history);
    alerts = new Alerts(List.of(rules), store, figures, clock);
    deliveries = new AlertDeliveries(store, List.of(rules), told::add, null, clock);
  }

  /** Lets ten seconds pass, in which this was measured; then it looks at the rules and tells. */
  boolean step(Consumer<Frame.Builder> measured) throws SQLException {
    pass(measured);
    return round();
  }

  void pass(Consumer<Frame.Builder> measured) throws SQLException {
    var frame = new Frame.Builder();
    measured.accept(frame);
    history.append(node, List.of(frame.build(clock.instant(), (int) STEP.toSeconds())));
    clock.pass(STEP);
  }

  boolean round() throws SQLException {
    boolean mine = alerts.evaluate();
    deliveries.tell();
    return mine;
  }

  /** {@code fired GET /slow} and so on, in the order in which it was told. */
  List<String> said() {
    return told.stream().map(AlertNode::text).toList();
  }

  private static String text(Object event) {
    return switch (event) {
      case AlertFired(AlertEvent fired, var channels) -> "fired " + fired.series();
      case AlertResolved(AlertEvent resolved, var channels) -> "resolved " + resolved.series();
      default -> event.toString();
    };
  }

  /** Requests of a route, all as long. */
  static Consumer<Frame.Builder> requests(String route, int count, Duration each) {
    long[] counts = new long[Durations.BUCKETS];
    counts[Durations.bucket(each.toNanos())] = count;
    return frame ->
        frame.add(
            SeriesKind.ROUTE,
            route,
            Durations.of(counts),
            count,
            0,
            0,
            count * (double) each.toNanos(),
            each.toNanos());
  }

  static Consumer<Frame.Builder> nothing() {
    return frame -> {};
  }
}
