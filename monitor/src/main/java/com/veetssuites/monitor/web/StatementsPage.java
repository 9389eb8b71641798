package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Figures.Measured;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.web.Section.Advice;
import com.veetssuites.monitor.web.Section.Fact;
import com.veetssuites.monitor.web.Table.Column;
import com.veetssuites.query.CapturedPlan;
import com.veetssuites.query.Finding;
import com.veetssuites.query.Findings;
import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStatistics;
import com.veetssuites.query.StatementStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the application does to the database, statement by statement, and what it could spare. */
final class StatementsPage implements DashboardPage {

  private static final double SLOW = 100e6;
  private static final int SHORT = 140;
  private static final Pattern SEQUENTIAL = Pattern.compile("Seq Scan on (\\S+)");

  private final Figures figures;
  private final StatementStore store;
  private final @Nullable Findings findings;

  StatementsPage(Figures figures, StatementStore store, @Nullable Findings findings) {
    this.figures = figures;
    this.store = store;
    this.findings = findings;
  }

  @Override
  public String path() {
    return "database";
  }

  @Override
  public String title() {
    return "Database";
  }

  private record Row(String id, @Nullable String sql, Point point, double share) {}

  @Override
  public List<Section> sections(PageQuery query) {
    String id = query.get("statement");
    if (id != null) {
      return statement(query, id);
    }
    Measured measured =
        figures.over(query.window(), query.node(), SeriesKind.STATEMENT, SeriesKind.DATABASE);
    Point database = measured.all(SeriesKind.DATABASE);
    double total = Math.max(1, measured.all(SeriesKind.STATEMENT).value("nanos"));
    List<Row> rows =
        measured.of(SeriesKind.STATEMENT).entrySet().stream()
            .map(each ->
                new Row(
                    each.getKey(),
                    sql(each.getKey()),
                    each.getValue(),
                    each.getValue().value("nanos") / total))
            .sorted((a, b) -> Double.compare(b.share(), a.share()))
            .toList();
    List<Section> sections = new ArrayList<>();
    sections.add(Section.facts("Connections", connections(database)));
    sections.add(
        Section.charts(
            List.of(
                Charts.chart(query, "Statements", "statements", null),
                Charts.chart(query, "Time of a statement", "database", null),
                Charts.chart(query, "Connections", "pool", null))));
    sections.add(
        Section.table(
            "Statements",
            "Those that took the most of the database's time come first; each leads to its plan.",
            statements(query).view(rows, query)));
    if (findings != null) {
      sections.add(
          Section.table(
              "Statement by statement",
              "What one statement could do and many did, on the node that shows this page.",
              found().view(findings.all(), query)));
    }
    return sections;
  }

  private @Nullable String sql(String id) {
    StatementStatistics found = find(id);
    return found == null ? null : found.sql();
  }

  /** Null where this node has not run it, and for all others together. */
  private @Nullable StatementStatistics find(String id) {
    return id.matches("[0-9a-f]{1,16}") ? store.find(Long.parseUnsignedLong(id, 16)) : null;
  }

  private static List<Fact> connections(Point database) {
    boolean lost = database.value("unreachable") > 0;
    double waiting = database.value("pool_waiting");
    return List.of(
        new Fact("Database", lost ? "was unreachable" : "answers", lost ? "bad" : "good"),
        new Fact("At work at once", Format.count(database.value("pool_active")), ""),
        new Fact("At most", Format.count(database.value("pool_most")), ""),
        new Fact("Waited for", Format.count(waiting), waiting > 0 ? "warn" : ""),
        new Fact("Statements", Format.count(database.value("statements")), ""),
        new Fact(
            "Failed",
            Format.count(database.value("errors")),
            database.value("errors") > 0 ? "warn" : ""));
  }

  private static Table<Row> statements(PageQuery query) {
    return Table.of(
        "",
        "No statements in this time.",
        List.of(
            Column.text(
                "statement",
                "Statement",
                row -> {
                  Cell cell = Cell.code(shortened(row));
                  return row.id().startsWith("(") // others, or all, together
                      ? cell
                      : cell.linked(query.link("database", "statement", row.id()));
                }),
            Column.number("share", "Share", row -> Cell.percent(row.share())),
            Column.number("calls", "Calls", row -> Cell.count(row.point().value("count"))),
            Column.number("mean", "Mean", row -> duration(row.point().ratio("nanos", "count"))),
            Column.number("p95", "p95", row -> duration(row.point().percentile(0.95))),
            Column.number("p99", "p99", row -> duration(row.point().percentile(0.99))),
            Column.number(
                "rows",
                "Rows each",
                row -> {
                  double each = row.point().ratio("rows", "count");
                  return Cell.of(Format.rate(each), each);
                }),
            Column.number(
                "errors",
                "Failed",
                row ->
                    Cell.count(row.point().value("errors"))
                        .tone(row.point().value("errors") > 0, "bad"))));
  }

  private static Cell duration(double nanos) {
    return Cell.of(Format.nanos(nanos), nanos).tone(nanos > SLOW, "bad");
  }

  private static String shortened(Row row) {
    String sql = row.sql();
    if (sql == null) {
      return row.id().startsWith("(") ? row.id() : row.id() + " (of another node)";
    }
    String line = sql.replaceAll("\\s+", " ");
    return line.length() <= SHORT ? line : line.substring(0, SHORT - 1) + "…";
  }

  private static Table<Findings.Seen> found() {
    return Table.of(
        "found_",
        "Nothing was found: no statement was repeated where one would have done.",
        List.of(
            Column.text("scope", "Work", row -> Cell.code(row.worst().scope())),
            Column.text(
                "subject",
                "What",
                row -> Cell.of(row.worst().kind().label() + ": " + row.worst().subject())),
            Column.number("statements", "Statements", row -> Cell.count(row.worst().statements())),
            Column.number("times", "Seen", row -> Cell.count(row.times())),
            Column.text(
                "place",
                "Place",
                row ->
                    Cell.code(
                        row.worst().callSite() == null
                            ? "–"
                            : Objects.toString(row.worst().callSite()))),
            Column.text("fix", "Fix", row -> Cell.of(row.worst().fix()))));
  }

  private List<Section> statement(PageQuery query, String id) {
    StatementStatistics found = find(id);
    if (found == null) {
      throw new IllegalArgumentException(
          "This node knows no statement " + id + ": it has not run it since its start.");
    }
    StatementSnapshot snapshot = found.snapshot();
    List<Section> sections = new ArrayList<>();
    sections.add(Section.text("Statement " + id, null, snapshot.sql()));
    sections.add(
        Section.facts(
            "Since the start of this node",
            List.of(
                new Fact("Calls", Format.count(snapshot.calls()), ""),
                new Fact("Mean", Format.nanos(snapshot.meanNanos()), ""),
                new Fact("p50", Format.nanos(snapshot.percentileNanos(0.5)), ""),
                new Fact("p95", Format.nanos(snapshot.percentileNanos(0.95)), ""),
                new Fact("p99", Format.nanos(snapshot.percentileNanos(0.99)), ""),
                new Fact("Longest", Format.nanos(snapshot.maxNanos()), ""),
                new Fact("Rows", Format.count(snapshot.rows()), ""),
                new Fact(
                    "Failed",
                    Format.count(snapshot.errors()),
                    snapshot.errors() > 0 ? "bad" : ""))));
    sections.add(
        Section.charts(List.of(Charts.chart(query, "Time of this statement", "statement", id))));
    CapturedPlan plan = snapshot.plan();
    List<Advice> advice = advice(snapshot, plan);
    if (!advice.isEmpty()) {
      sections.add(Section.advice("What to do", advice));
    }
    sections.add(
        plan == null
            ? Section.text(
                "Plan", "The plan is looked at when an execution was slow; none was so far.", "")
            : Section.text(
                "Plan",
                "Looked at %s UTC, without running it; costs %s by the planner's estimate."
                    .formatted(Format.moment(plan.captured()), Format.count(plan.cost())),
                plan.text()));
    sections.add(shares("Runs for", snapshot.routes()));
    sections.add(shares("Called from (a sample)", snapshot.callSites()));
    return sections;
  }

  private List<Advice> advice(StatementSnapshot snapshot, @Nullable CapturedPlan plan) {
    List<Advice> advice = new ArrayList<>();
    if (plan != null) {
      Matcher scan = SEQUENTIAL.matcher(plan.text());
      if (scan.find()) {
        advice.add(
            new Advice(
                "warn",
                "It reads the whole table %s. Which index would help, and by how much, says"
                        .formatted(scan.group(1))
                    + " ./veets optimize-database --analyze-queries",
                null,
                null));
      }
    }
    if (findings != null) {
      for (Findings.Seen seen : findings.all()) {
        Finding worst = seen.worst();
        if (worst.subject().equals(snapshot.sql())) {
          advice.add(new Advice("warn", worst.toString(), null, null));
        }
      }
    }
    return advice;
  }

  private static Section shares(String title, List<StatementSnapshot.Share> shares) {
    return Section.facts(
        title,
        shares.stream()
            .map(each -> new Fact(each.name(), Format.count(each.calls()) + " calls", ""))
            .toList());
  }
}
