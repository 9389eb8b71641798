package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.monitor.web.LiveFigures.Figure;
import com.veetssuites.monitor.web.Section.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether everything is fast, why not, and what to do about it. */
final class OverviewPage implements DashboardPage {

  private final Figures figures;
  private final LiveFigures live;
  private final Advisor advisor;
  private final MachinesPage nodes;

  OverviewPage(Figures figures, LiveFigures live, Advisor advisor, MachinesPage nodes) {
    this.figures = figures;
    this.live = live;
    this.advisor = advisor;
    this.nodes = nodes;
  }

  @Override
  public String path() {
    return "";
  }

  @Override
  public String title() {
    return "Overview";
  }

  @Override
  public List<Section> sections(PageQuery query) {
    Measured measured = figures.over(query.window(), query.node());
    List<Section> sections = new ArrayList<>();
    sections.add(Section.tiles(tiles()));
    sections.add(Section.advice("What to do", advisor.advice(measured, query)));
    sections.add(
        Section.charts(
            List.of(
                Charts.chart(query, "Requests", "requests", null),
                Charts.chart(query, "Response time", "latency", null),
                Charts.chart(query, "Statements", "statements", null),
                Charts.chart(query, "Cache hit rate", "hits", null),
                Charts.chart(query, "Tasks", "tasks", null),
                Charts.chart(query, "Memory", "memory", null))));
    sections.add(nodes.nodes(query));
    return sections;
  }

  private List<Tile> tiles() {
    Map<String, Figure> now = live.now().figures();
    return List.of(
        tile(now, "requests", "Requests per second"),
        tile(now, "p95", "95 % answered within"),
        tile(now, "errors", "Errors per second"),
        tile(now, "statements", "Statements per request"),
        tile(now, "hits", "Cache hit rate"),
        tile(now, "started", "Tasks per second"),
        tile(now, "queued", "Tasks waiting"),
        tile(now, "processor", "Processor"),
        tile(now, "heap", "Heap"),
        tile(now, "nodes", "Nodes"));
  }

  private static Tile tile(Map<String, Figure> now, String name, String label) {
    Figure figure = now.getOrDefault(name, new Figure("–", 0, ""));
    return new Tile(label, figure.text(), figure.tone(), name);
  }
}
