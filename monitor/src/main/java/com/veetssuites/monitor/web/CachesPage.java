package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.Report;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.web.Section.Fact;
import com.veetssuites.monitor.web.Table.Column;
import java.util.List;
import java.util.Map;

/** The regions of the cache, and the invalidation log. */
final class CachesPage implements DashboardPage {

  private static final double LOW = 0.8;

  private final Figures figures;

  CachesPage(Figures figures) {
    this.figures = figures;
  }

  @Override
  public String path() {
    return "caches";
  }

  @Override
  public String title() {
    return "Caches";
  }

  @Override
  public List<Section> sections(PageQuery query) {
    Measured measured =
        figures.over(query.window(), query.node(), SeriesKind.CACHE, SeriesKind.INVALIDATION);
    List<Map.Entry<String, Point>> regions =
        measured.of(SeriesKind.CACHE).entrySet().stream()
            .sorted(
                (a, b) -> Double.compare(Report.reads(b.getValue()), Report.reads(a.getValue())))
            .toList();
    return List.of(
        Section.charts(
            List.of(
                Charts.chart(query, "Hit rate", "hits", query.get("region")),
                Charts.chart(query, "Reads", "reads", query.get("region")))),
        Section.facts("Invalidation log", facts(measured.all(SeriesKind.INVALIDATION))),
        Section.table(
            "Regions",
            "Entries and memory are of the fullest node.",
            table(query).view(regions, query)));
  }

  private static List<Fact> facts(Point log) {
    boolean logDown = log.value("log_unreachable") > 0;
    boolean storeDown = log.value("store_unreachable") > 0;
    return List.of(
        new Fact("Log", logDown ? "unreachable" : "reachable", logDown ? "bad" : "good"),
        new Fact(
            "Shared level",
            storeDown ? "unreachable: its breaker is open" : "reachable",
            storeDown ? "bad" : "good"),
        new Fact("Invalidations sent", Format.count(log.value("invalidations")), ""),
        new Fact("Longest lag", Format.nanos(log.value("lag_nanos")), ""),
        new Fact(
            "Waiting to be sent",
            Format.count(log.value("unsent")),
            log.value("unsent") > 0 ? "warn" : ""),
        new Fact("Remembered", Format.count(log.value("markers")), ""));
  }

  private static Table<Map.Entry<String, Point>> table(PageQuery query) {
    return Table.of(
        "",
        "Nothing was read in this time.",
        List.of(
            Column.text(
                "region",
                "Region",
                row ->
                    Cell.code(row.getKey()).linked(query.link("caches", "region", row.getKey()))),
            Column.number(
                "rate",
                "Hit rate",
                row -> {
                  double rate = Report.hitRate(row.getValue());
                  return Cell.of(
                          Report.reads(row.getValue()) == 0 ? "–" : Format.percent(rate), rate)
                      .tone(rate < LOW && Report.reads(row.getValue()) >= 100, "warn");
                }),
            count("local", "Memory", "local_hits"),
            count("shared", "Shared", "remote_hits"),
            count("misses", "Misses", "misses"),
            count("loads", "Loads", "loads"),
            Column.number(
                "load",
                "Mean load",
                row -> Cell.millis(row.getValue().ratio("load_nanos", "loads") / 1e6)),
            Column.number(
                "failures",
                "Failed loads",
                row ->
                    Cell.count(row.getValue().value("load_failures"))
                        .tone(row.getValue().value("load_failures") > 0, "bad")),
            count("evictions", "Evictions", "evictions"),
            count("rejections", "Not true any more", "stale_rejections"),
            count("entries", "Entries", "entries"),
            Column.number("bytes", "Size", row -> Cell.bytes(row.getValue().value("bytes")))));
  }

  private static Column<Map.Entry<String, Point>> count(String key, String label, String field) {
    return Column.number(key, label, row -> Cell.count(row.getValue().value(field)));
  }
}
