package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.Report;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.Window;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The charts by their names, as points. */
final class Charts {

  private static final long TEN_SECONDS = 10;

  private final Figures figures;
  private final Clock clock;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  Charts(Figures figures, Clock clock) {
    this.figures = figures;
    this.clock = clock;
    define(
        "requests",
        "per second",
        line("requests", SeriesKind.ROUTE, (point, s) -> point.value("count") / s),
        line("from the cache", SeriesKind.ROUTE, (point, s) -> point.value("cached") / s),
        line("errors", SeriesKind.ROUTE, (point, s) -> point.value("server_errors") / s));
    percentiles("latency", SeriesKind.ROUTE);
    define(
        "statements",
        "per second",
        line("statements", SeriesKind.DATABASE, (point, s) -> point.value("statements") / s),
        line("errors", SeriesKind.DATABASE, (point, s) -> point.value("errors") / s));
    percentiles("database", SeriesKind.DATABASE);
    percentiles("statement", SeriesKind.STATEMENT);
    define(
        "pool",
        "connections",
        line("at work", SeriesKind.DATABASE, (point, s) -> point.value("pool_active")),
        line("waited for", SeriesKind.DATABASE, (point, s) -> point.value("pool_waiting")));
    define(
        "hits",
        "%",
        line(
            "hit rate",
            SeriesKind.CACHE,
            (point, s) -> Report.reads(point) == 0 ? null : Report.hitRate(point) * 100));
    define(
        "reads",
        "per second",
        line("memory", SeriesKind.CACHE, (point, s) -> point.value("local_hits") / s),
        line("shared", SeriesKind.CACHE, (point, s) -> point.value("remote_hits") / s),
        line("misses", SeriesKind.CACHE, (point, s) -> point.value("misses") / s));
    define(
        "tasks",
        "per second",
        line("started", SeriesKind.TASK, (point, s) -> point.value("started") / s),
        line("retried", SeriesKind.TASK, (point, s) -> point.value("retried") / s),
        line("dead", SeriesKind.TASK, (point, s) -> point.value("dead") / s));
    define(
        "queues",
        "tasks",
        line("longest queue", SeriesKind.QUEUE, (point, s) -> point.value("length")),
        line("running", SeriesKind.QUEUE, (point, s) -> point.value("running")));
    percentiles("waits", SeriesKind.QUEUE);
    percentiles("runs", SeriesKind.TASK);
    percentiles("function", SeriesKind.FUNCTION);
    define(
        "processor",
        "%",
        line("application", SeriesKind.RUNTIME, (point, s) -> share(point, "process_cpu")),
        line("machine", SeriesKind.RUNTIME, (point, s) -> share(point, "machine_cpu")));
    define(
        "memory",
        "MB",
        line("heap", SeriesKind.RUNTIME, (point, s) -> point.value("heap_used") / (1 << 20)),
        line(
            "beside it",
            SeriesKind.RUNTIME,
            (point, s) -> point.value("non_heap_used") / (1 << 20)));
    define(
        "collections",
        "ms per second",
        line(
            "garbage collection",
            SeriesKind.RUNTIME,
            (point, s) -> point.value("collection_nanos") / 1e6 / s));
  }

  private static double share(Point point, String field) {
    return point.ratio(field, "samples") * 100;
  }

  private void percentiles(String name, SeriesKind kind) {
    define(
        name,
        "ms",
        percentile("p50", kind, 0.5),
        percentile("p95", kind, 0.95),
        percentile("p99", kind, 0.99));
  }

  /** Missing where nothing was measured, as it is not 0 then. */
  private static Line percentile(String label, SeriesKind kind, double share) {
    return new Line(
        label,
        kind,
        (point, seconds) -> point.durations().count() == 0 ? null : point.percentile(share) / 1e6);
  }

  private record Line(
      String label, SeriesKind kind, BiFunction<Point, Double, @Nullable Double> value) {}

  private record Definition(String unit, List<Line> lines) {}

  private static Line line(
      String label, SeriesKind kind, BiFunction<Point, Double, @Nullable Double> value) {
    return new Line(label, kind, value);
  }

  private void define(String name, String unit, Line... lines) {
    definitions.put(name, new Definition(unit, List.of(lines)));
  }

  /**
   * A chart as JSON for the library that draws it.
   *
   * @param labels of the lines
   * @param times seconds of the epoch
   * @param lines a value, or null, for each time
   */
  record Drawn(
      String unit, List<String> labels, List<Long> times, List<List<@Nullable Double>> lines) {}

  /**
   * The points of a chart.
   *
   * @param series one series of its kind; null for all together
   * @throws IllegalArgumentException when there is no such chart
   */
  Drawn draw(String name, Window window, @Nullable String node, @Nullable String series) {
    Definition definition = definitions.get(name);
    if (definition == null) {
      throw new IllegalArgumentException("There is no chart \"" + name + "\".");
    }
    TreeMap<Instant, Point> steps = new TreeMap<>();
    SeriesKind kind = definition.lines().getFirst().kind();
    figures
        .course(window, node, kind, series)
        .forEach(step -> steps.put(step.start(), step.point()));
    long length = window.step().isZero() ? TEN_SECONDS : window.step().toSeconds();
    if (kind != SeriesKind.RUNTIME && kind != SeriesKind.QUEUE) {
      // Where there was a process and nothing of this kind, nothing happened.
      figures
          .course(window, node, SeriesKind.RUNTIME, null)
          .forEach(step -> steps.putIfAbsent(step.start(), Point.none(kind)));
    }
    long now = clock.instant().getEpochSecond();
    List<List<@Nullable Double>> lines = new ArrayList<>();
    for (Line line : definition.lines()) {
      List<@Nullable Double> values = new ArrayList<>();
      steps.forEach((start, point) ->
          // The step that is under way is shorter so far.
          values.add(
              line.value()
                  .apply(point, (double) Math.clamp(now - start.getEpochSecond(), 1, length))));
      lines.add(values);
    }
    return new Drawn(
        definition.unit(),
        definition.lines().stream().map(Line::label).toList(),
        steps.keySet().stream().map(Instant::getEpochSecond).toList(),
        lines);
  }

  /** A chart of a page. */
  static Section.Chart chart(PageQuery query, String title, String name, @Nullable String series) {
    return new Section.Chart(
        title,
        series == null
            ? query.link("chart/" + name)
            : query.link("chart/" + name, "series", series));
  }
}
