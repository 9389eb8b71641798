package com.veetssuites.monitor.web;

import com.veetssuites.monitor.AlertState;
import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.monitor.NodeStatus;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.Report;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.web.Section.Advice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the figures mean for somebody who has ten seconds: the worst first. */
final class Advisor {

  private static final double SLOW_ROUTE = 500e6;
  private static final double SLOW_STATEMENT = 100e6;
  private static final double MANY_STATEMENTS = 10;
  private static final double LOW_HIT_RATE = 0.8;
  private static final double FULL = 0.8;
  private static final int LONG_QUEUE = 1_000;
  private static final int ENOUGH = 20;
  private static final int MOST = 8;

  private final Figures figures;
  private @Nullable Alerts alerts;

  Advisor(Figures figures) {
    this.figures = figures;
  }

  /** Tells of these alerts, too. */
  void watch(Alerts watched) {
    alerts = watched;
  }

  List<Advice> advice(Measured measured, PageQuery query) {
    List<Advice> bad = new ArrayList<>();
    List<Advice> warn = new ArrayList<>();
    Point database = measured.all(SeriesKind.DATABASE);
    Point routes = measured.all(SeriesKind.ROUTE);
    if (!measured.whole()) {
      bad.add(
          new Advice(
              "bad",
              "The database does not answer: figures are of this node alone.",
              query.link("database"),
              "Database"));
    } else if (database.value("unreachable") > 0) {
      warn.add(
          new Advice(
              "warn",
              "The database did not answer for some of the time.",
              query.link("database"),
              "Database"));
    }
    alerts(query, bad);
    nodes(query, bad);
    if (routes.value("server_errors") > 0) {
      bad.add(
          new Advice(
              "bad",
              "%s of %s requests failed (%s)."
                  .formatted(
                      Format.count(routes.value("server_errors")),
                      Format.count(routes.value("count")),
                      Format.percent(routes.ratio("server_errors", "count"))),
              query.link("routes", "sort", "-errors"),
              "Which"));
    }
    routes(measured, query, warn);
    statements(measured, query, warn);
    if (database.value("findings") > 0) {
      warn.add(
          new Advice(
              "warn",
              "Requests read statement by statement what one statement could do (%s times)."
                  .formatted(Format.count(database.value("findings"))),
              query.link("database"),
              "Where, and the fix"));
    }
    if (database.value("pool_waiting") > 0) {
      warn.add(
          new Advice(
              "warn",
              "Requests waited for a connection: all %s were at work."
                  .formatted(Format.count(database.value("pool_most"))),
              query.link("database"),
              "Database"));
    }
    caches(measured, query, warn);
    tasks(measured, query, bad, warn);
    memory(measured, query, warn);
    bad.addAll(warn);
    return bad.isEmpty()
        ? List.of(new Advice("good", verdict(routes), null, null))
        : bad.subList(0, Math.min(MOST, bad.size()));
  }

  private static String verdict(Point routes) {
    return routes.value("count") == 0
        ? "Nothing: no requests, and nothing is wrong."
        : "Nothing: %s requests, 95 %% of them answered within %s, none failed."
            .formatted(Format.count(routes.value("count")), Format.nanos(routes.percentile(0.95)));
  }

  private void alerts(PageQuery query, List<Advice> bad) {
    if (alerts != null) {
      alerts.current().stream()
          .filter(alert -> alert.state() == AlertState.FIRING)
          .limit(MOST)
          .forEach(alert ->
              bad.add(new Advice("bad", alert.sentence(), query.link("alerts"), "Alerts")));
    }
  }

  private void nodes(PageQuery query, List<Advice> bad) {
    for (NodeStatus node : figures.nodes()) {
      if (node.state() == NodeStatus.State.GONE) {
        bad.add(
            new Advice(
                "bad",
                "The %s %s is gone: it has not said that it stops."
                    .formatted(node.role(), node.node()),
                query.link("nodes"),
                "Nodes"));
      }
    }
  }

  private static void routes(Measured measured, PageQuery query, List<Advice> warn) {
    worst(measured, SeriesKind.ROUTE, point -> point.percentile(0.95), SLOW_ROUTE, "count")
        .forEach(route ->
            warn.add(
                new Advice(
                    "warn",
                    "%s takes %s (95 %%); the database takes %s of it."
                        .formatted(
                            route.getKey(),
                            Format.nanos(route.getValue().percentile(0.95)),
                            Format.percent(route.getValue().ratio("database_nanos", "nanos"))),
                    query.link("routes", "route", route.getKey()),
                    "Route")));
    worst(
            measured,
            SeriesKind.ROUTE,
            point -> point.ratio("statements", "count"),
            MANY_STATEMENTS,
            "count")
        .forEach(route ->
            warn.add(
                new Advice(
                    "warn",
                    "%s takes %s statements each time: give it a fetch plan."
                        .formatted(
                            route.getKey(),
                            Format.rate(route.getValue().ratio("statements", "count"))),
                    query.link("database"),
                    "Findings")));
  }

  private static void statements(Measured measured, PageQuery query, List<Advice> warn) {
    worst(measured, SeriesKind.STATEMENT, point -> point.percentile(0.95), SLOW_STATEMENT, "count")
        .forEach(statement ->
            warn.add(
                new Advice(
                    "warn",
                    "A statement takes %s (95 %%)."
                        .formatted(Format.nanos(statement.getValue().percentile(0.95))),
                    query.link("database", "statement", statement.getKey()),
                    "Its plan")));
  }

  private static void caches(Measured measured, PageQuery query, List<Advice> warn) {
    Point log = measured.all(SeriesKind.INVALIDATION);
    if (log.value("log_unreachable") + log.value("store_unreachable") > 0) {
      warn.add(
          new Advice(
              "warn",
              "What the nodes share of the cache was unreachable for some of the time.",
              query.link("caches"),
              "Caches"));
    }
    for (Map.Entry<String, Point> region : measured.of(SeriesKind.CACHE).entrySet()) {
      double rate = Report.hitRate(region.getValue());
      double reads = Report.reads(region.getValue());
      if (rate < LOW_HIT_RATE && reads >= 100) {
        warn.add(
            new Advice(
                "warn",
                "The cache %s has a hit rate of %s."
                    .formatted(region.getKey(), Format.percent(rate)),
                query.link("caches", "region", region.getKey()),
                "Caches"));
      }
    }
  }

  private static void tasks(
      Measured measured, PageQuery query, List<Advice> bad, List<Advice> warn) {
    Point tasks = measured.all(SeriesKind.TASK);
    if (tasks.value("dead") > 0) {
      bad.add(
          new Advice(
              "bad",
              "%s tasks have failed for the last time."
                  .formatted(Format.count(tasks.value("dead"))),
              query.link("tasks"),
              "Why, and retry"));
    }
    measured
        .of(SeriesKind.QUEUE)
        .forEach((queue, point) -> {
          if (point.value("length") > LONG_QUEUE) {
            warn.add(
                new Advice(
                    "warn",
                    "Up to %s tasks waited in the queue %s: start a worker more, or raise its"
                            .formatted(Format.count(point.value("length")), queue)
                        + " concurrency.",
                    query.link("tasks"),
                    "Queues"));
          }
        });
  }

  private static void memory(Measured measured, PageQuery query, List<Advice> warn) {
    measured
        .of(SeriesKind.RUNTIME)
        .forEach((node, point) -> {
          if (point.ratio("disk_used", "disk_size") > FULL) {
            warn.add(
                new Advice(
                    "warn",
                    "The disk of %s is %s full."
                        .formatted(node, Format.percent(point.ratio("disk_used", "disk_size"))),
                    query.link("nodes"),
                    "Nodes"));
          }
        });
  }

  private static List<Map.Entry<String, Point>> worst(
      Measured measured,
      SeriesKind kind,
      ToDoubleFunction<Point> figure,
      double above,
      String count) {
    return measured.of(kind).entrySet().stream()
        .filter(each ->
            figure.applyAsDouble(each.getValue()) > above && each.getValue().value(count) >= ENOUGH)
        .sorted((a, b) ->
            Double.compare(figure.applyAsDouble(b.getValue()), figure.applyAsDouble(a.getValue())))
        .limit(2)
        .toList();
  }
}
