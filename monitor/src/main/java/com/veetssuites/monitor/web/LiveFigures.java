package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.History;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.NodeStatus;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.Report;
import com.veetssuites.monitor.SeriesId;
import com.veetssuites.monitor.SeriesKind;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How things are right now: the last five seconds of this node, and the last ten that the others
 * have told. Made at most once a second, however many look. Safe for many threads.
 */
final class LiveFigures {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFigures.class);
  private static final int OWN_SECONDS = 5;
  private static final Duration OTHERS = Duration.ofSeconds(30);

  private final Monitor monitor;
  private final Figures figures;
  private final Clock clock;
  private Instant madeAt = Instant.EPOCH;
  private Now made = new Now(0, Map.of());

  LiveFigures(Monitor monitor, Figures figures, Clock clock) {
    this.monitor = monitor;
    this.figures = figures;
    this.clock = clock;
  }

  /**
   * The figures by the names that tiles follow.
   *
   * @param at seconds of the epoch
   */
  record Now(long at, Map<String, Figure> figures) {}

  /** A figure as it is read and as it is drawn. */
  record Figure(String text, double value, String tone) {}

  synchronized Now now() {
    Instant now = clock.instant();
    if (Duration.between(madeAt, now).toMillis() >= 900) {
      made = make(now);
      madeAt = now;
    }
    return made;
  }

  /** Figures of a node a second. */
  private record Part(double seconds, Map<SeriesId, Point> points) {}

  private Now make(Instant now) {
    Map<String, Part> parts = new LinkedHashMap<>();
    List<Frame> last = monitor.seconds(now.minusSeconds(OWN_SECONDS + 2L));
    last = last.subList(Math.max(0, last.size() - OWN_SECONDS), last.size());
    parts.put(monitor.node().name(), new Part(Math.max(1, last.size()), Frame.together(last)));
    others(now, parts);
    double requests = 0;
    double errors = 0;
    double statements = 0;
    double started = 0;
    double processor = 0;
    double heap = 0;
    Point routes = Point.none(SeriesKind.ROUTE);
    Point cache = Point.none(SeriesKind.CACHE);
    Map<String, Double> queues = new LinkedHashMap<>();
    for (Part part : parts.values()) {
      Point own = Point.none(SeriesKind.ROUTE);
      for (Map.Entry<SeriesId, Point> each : part.points().entrySet()) {
        Point point = each.getValue();
        switch (each.getKey().kind()) {
          case ROUTE -> own = own.plus(point);
          case CACHE -> cache = cache.plus(point);
          case TASK -> started += point.value("started") / part.seconds();
          case QUEUE -> queues.merge(each.getKey().name(), point.value("length"), Math::max);
          case RUNTIME -> {
            processor = Math.max(processor, point.ratio("process_cpu", "samples"));
            heap = Math.max(heap, point.ratio("heap_used", "heap_most"));
          }
          default -> {}
        }
      }
      requests += own.value("count") / part.seconds();
      errors += own.value("server_errors") / part.seconds();
      statements += own.value("statements");
      routes = routes.plus(own);
    }
    double each = routes.value("count") == 0 ? 0 : statements / routes.value("count");
    double p95 = routes.percentile(0.95);
    double queued = queues.values().stream().mapToDouble(Double::doubleValue).sum();
    double hits = Report.hitRate(cache);
    long alive =
        figures.nodes().stream().filter(node -> node.state() == NodeStatus.State.ALIVE).count();
    Map<String, Figure> told = new LinkedHashMap<>();
    told.put("requests", new Figure(Format.rate(requests), requests, ""));
    told.put(
        "p95",
        new Figure(
            Format.nanos(p95), p95 / 1e6, p95 > 2_000e6 ? "bad" : p95 > 500e6 ? "warn" : ""));
    told.put("errors", new Figure(Format.rate(errors), errors, errors > 0 ? "bad" : ""));
    told.put("statements", new Figure(Format.rate(each), each, each > 10 ? "warn" : ""));
    told.put(
        "hits",
        Report.reads(cache) == 0
            ? new Figure("–", 100, "")
            : new Figure(Format.percent(hits), hits * 100, hits < 0.8 ? "warn" : ""));
    told.put("started", new Figure(Format.rate(started), started, ""));
    told.put("queued", new Figure(Format.count(queued), queued, queued > 1_000 ? "bad" : ""));
    told.put(
        "processor",
        new Figure(Format.percent(processor), processor * 100, processor > 0.8 ? "warn" : ""));
    told.put("heap", new Figure(Format.percent(heap), heap * 100, heap > 0.8 ? "warn" : ""));
    told.put("nodes", new Figure(Format.count(alive), alive, ""));
    return new Now(now.getEpochSecond(), told);
  }

  private void others(Instant now, Map<String, Part> parts) {
    @Nullable History history = monitor.history();
    if (history == null) {
      return;
    }
    try {
      for (Map.Entry<String, List<Frame>> node :
          history.frames(now.minus(OTHERS), now).entrySet()) {
        Frame last = node.getValue().getLast();
        parts.putIfAbsent(node.getKey(), new Part(last.seconds(), last.points()));
      }
    } catch (SQLException e) {
      LOG.debug("Other nodes could not be asked", e);
    }
  }
}
