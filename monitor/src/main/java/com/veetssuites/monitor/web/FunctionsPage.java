package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.web.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Methods annotated {@code @Timed}. */
final class FunctionsPage implements DashboardPage {

  private final Figures figures;

  FunctionsPage(Figures figures) {
    this.figures = figures;
  }

  @Override
  public String path() {
    return "functions";
  }

  @Override
  public String title() {
    return "Functions";
  }

  @Override
  public List<Section> sections(PageQuery query) {
    Measured measured = figures.over(query.window(), query.node(), SeriesKind.FUNCTION);
    List<Map.Entry<String, Point>> functions =
        measured.of(SeriesKind.FUNCTION).entrySet().stream()
            .sorted(
                (a, b) -> Double.compare(b.getValue().value("nanos"), a.getValue().value("nanos")))
            .toList();
    List<Section> sections = new ArrayList<>();
    String function = query.get("function");
    if (function != null) {
      sections.add(Section.charts(List.of(Charts.chart(query, function, "function", function))));
    }
    sections.add(
        Section.table(
            "Functions",
            "Methods annotated @Timed; what took the most time comes first.",
            table(query).view(functions, query)));
    return sections;
  }

  private static Table<Map.Entry<String, Point>> table(PageQuery query) {
    return Table.of(
        "",
        "No method annotated @Timed was called in this time.",
        List.of(
            Column.text(
                "function",
                "Function",
                row ->
                    Cell.code(row.getKey())
                        .linked(query.link("functions", "function", row.getKey()))),
            Column.number("count", "Calls", row -> Cell.count(row.getValue().value("count"))),
            Column.number(
                "errors",
                "Failed",
                row ->
                    Cell.count(row.getValue().value("errors"))
                        .tone(row.getValue().value("errors") > 0, "bad")),
            Column.number(
                "total", "Total", row -> Cell.millis(row.getValue().value("nanos") / 1e6)),
            Column.number(
                "mean", "Mean", row -> Cell.millis(row.getValue().ratio("nanos", "count") / 1e6)),
            percentile("p50", 0.5),
            percentile("p95", 0.95),
            percentile("p99", 0.99),
            Column.number(
                "max", "Longest", row -> Cell.millis(row.getValue().value("max_nanos") / 1e6))));
  }

  private static Column<Map.Entry<String, Point>> percentile(String label, double share) {
    return Column.number(label, label, row -> Cell.millis(row.getValue().percentile(share) / 1e6));
  }
}
