package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.monitor.NodeStatus;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.Window;
import com.veetssuites.monitor.web.Table.Column;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The processes, their memory and their machines. */
final class MachinesPage implements DashboardPage {

  private static final double FULL = 0.8;

  private final Figures figures;
  private final Clock clock;

  MachinesPage(Figures figures, Clock clock) {
    this.figures = figures;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "nodes";
  }

  @Override
  public String title() {
    return "Nodes";
  }

  private record Process(NodeStatus status, Point runtime) {}

  @Override
  public List<Section> sections(PageQuery query) {
    return List.of(
        Section.charts(
            List.of(
                Charts.chart(query, "Processor", "processor", query.node()),
                Charts.chart(query, "Memory", "memory", query.node()),
                Charts.chart(query, "Garbage collection", "collections", query.node()))),
        nodes(query));
  }

  /** The processes as a table; also for the first page. */
  Section nodes(PageQuery query) {
    Measured now = figures.over(Window.MINUTE, null, SeriesKind.RUNTIME);
    Map<String, Point> runtimes = now.of(SeriesKind.RUNTIME);
    List<Process> processes =
        figures.nodes().stream()
            .map(status ->
                new Process(
                    status, runtimes.getOrDefault(status.node(), Point.none(SeriesKind.RUNTIME))))
            .toList();
    return Section.table(
        "Nodes", "Figures are of the last minute.", table(query).view(processes, query));
  }

  private Table<Process> table(PageQuery query) {
    Instant now = clock.instant();
    return Table.of(
        "node_",
        "There are none.",
        List.of(
            Column.text(
                "node",
                "Node",
                row ->
                    Cell.code(row.status().node()).linked(query.with("node", row.status().node()))),
            Column.text("role", "Role", row -> Cell.of(row.status().role())),
            Column.text(
                "state",
                "State",
                row -> {
                  NodeStatus.State state = row.status().state();
                  return Cell.of(state.name().toLowerCase(Locale.ROOT))
                      .tone(state == NodeStatus.State.ALIVE, "good")
                      .tone(state == NodeStatus.State.GONE, "bad");
                }),
            Column.number(
                "up",
                "Started",
                row ->
                    Cell.of(
                        Format.ago(row.status().startedAt(), now),
                        Duration.between(row.status().startedAt(), now).toSeconds())),
            Column.number(
                "seen",
                "Seen",
                row ->
                    Cell.of(
                        Format.ago(row.status().seenAt(), now),
                        Duration.between(row.status().seenAt(), now).toSeconds())),
            Column.number(
                "cpu",
                "Processor",
                row -> Cell.percent(row.runtime().ratio("process_cpu", "samples"))),
            Column.number(
                "machine",
                "Machine",
                row -> Cell.percent(row.runtime().ratio("machine_cpu", "samples"))),
            Column.number("heap", "Heap", row -> share(row.runtime(), "heap_used", "heap_most")),
            Column.number(
                "gc", "Collections", row -> Cell.count(row.runtime().value("collections"))),
            Column.number("threads", "Threads", row -> Cell.count(row.runtime().value("threads"))),
            Column.number(
                "files", "Files", row -> share(row.runtime(), "open_files", "open_files_most")),
            Column.number("disk", "Disk", row -> share(row.runtime(), "disk_used", "disk_size"))));
  }

  private static Cell share(Point runtime, String used, String most) {
    double share = runtime.ratio(used, most);
    return Cell.percent(share).tone(share > FULL, "warn");
  }
}
