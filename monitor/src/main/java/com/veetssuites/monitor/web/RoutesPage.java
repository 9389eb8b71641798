package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.web.Section.Fact;
import com.veetssuites.monitor.web.Table.Column;
import java.util.List;
import java.util.Map;

/** Requests by route. */
final class RoutesPage implements DashboardPage {

  /** Slower answers are marked; the alert of the seed is at two seconds. */
  private static final double SLOW = 500e6;

  private static final double VERY_SLOW = 2_000e6;

  private final Figures figures;

  RoutesPage(Figures figures) {
    this.figures = figures;
  }

  @Override
  public String path() {
    return "routes";
  }

  @Override
  public String title() {
    return "Routes";
  }

  private record Route(String name, Point point, double seconds) {}

  @Override
  public List<Section> sections(PageQuery query) {
    Measured measured = figures.over(query.window(), query.node(), SeriesKind.ROUTE);
    String route = query.get("route");
    if (route != null) {
      return one(query, route, measured);
    }
    List<Route> routes =
        measured.of(SeriesKind.ROUTE).entrySet().stream()
            .map(each -> new Route(each.getKey(), each.getValue(), measured.seconds()))
            .sorted((a, b) -> Double.compare(b.point().value("nanos"), a.point().value("nanos")))
            .toList();
    return List.of(
        Section.charts(
            List.of(
                Charts.chart(query, "Requests", "requests", null),
                Charts.chart(query, "Response time", "latency", null))),
        Section.table(
            "Routes", "What took the most time comes first.", table(query).view(routes, query)));
  }

  private static Table<Route> table(PageQuery query) {
    return Table.of(
        "",
        "No requests in this time.",
        List.of(
            Column.text(
                "route",
                "Route",
                row -> Cell.code(row.name()).linked(query.link("routes", "route", row.name()))),
            Column.number(
                "rate",
                "per s",
                row -> {
                  double rate = row.point().value("count") / row.seconds();
                  return Cell.of(Format.rate(rate), rate);
                }),
            Column.number("count", "Requests", row -> Cell.count(row.point().value("count"))),
            Column.number(
                "errors",
                "Errors",
                row ->
                    Cell.count(row.point().value("server_errors"))
                        .tone(row.point().value("server_errors") > 0, "bad")),
            Column.number("p50", "p50", row -> duration(row.point().percentile(0.5))),
            Column.number("p95", "p95", row -> duration(row.point().percentile(0.95))),
            Column.number("p99", "p99", row -> duration(row.point().percentile(0.99))),
            Column.number("max", "Longest", row -> duration(row.point().value("max_nanos"))),
            Column.number(
                "statements",
                "Statements",
                row -> {
                  double each = row.point().ratio("statements", "count");
                  return Cell.of(Format.rate(each), each).tone(each > 10, "warn");
                }),
            Column.number(
                "database",
                "Database",
                row -> duration(row.point().ratio("database_nanos", "count"))),
            Column.number(
                "cached", "Cached", row -> Cell.percent(row.point().ratio("cached", "count")))));
  }

  private static Cell duration(double nanos) {
    return Cell.of(Format.nanos(nanos), nanos)
        .tone(nanos > SLOW, "warn")
        .tone(nanos > VERY_SLOW, "bad");
  }

  private static List<Section> one(PageQuery query, String route, Measured measured) {
    Map<String, Point> routes = measured.of(SeriesKind.ROUTE);
    Point point = routes.getOrDefault(route, Point.none(SeriesKind.ROUTE));
    return List.of(
        Section.facts(
            route,
            List.of(
                new Fact("Requests", Format.count(point.value("count")), ""),
                new Fact("per second", Format.rate(point.value("count") / measured.seconds()), ""),
                new Fact(
                    "Errors of the server",
                    Format.count(point.value("server_errors")),
                    point.value("server_errors") > 0 ? "bad" : ""),
                new Fact("Refused", Format.count(point.value("client_errors")), ""),
                new Fact("Mean", Format.nanos(point.ratio("nanos", "count")), ""),
                new Fact("p50", Format.nanos(point.percentile(0.5)), ""),
                new Fact("p95", Format.nanos(point.percentile(0.95)), ""),
                new Fact("p99", Format.nanos(point.percentile(0.99)), ""),
                new Fact("Longest", Format.nanos(point.value("max_nanos")), ""),
                new Fact(
                    "Statements per request", Format.rate(point.ratio("statements", "count")), ""),
                new Fact(
                    "Database per request",
                    Format.nanos(point.ratio("database_nanos", "count")),
                    ""),
                new Fact(
                    "From the response cache",
                    Format.percent(point.ratio("cached", "count")),
                    ""))),
        Section.charts(
            List.of(
                Charts.chart(query, "Requests", "requests", route),
                Charts.chart(query, "Response time", "latency", route))));
  }
}
