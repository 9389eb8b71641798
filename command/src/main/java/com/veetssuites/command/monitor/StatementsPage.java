package com.veetssuites.command.monitor;

import com.veetssuites.command.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Statements for people: what they cost, for whom they are run, and which should not be. */
final class StatementsPage {

  private static final int MOST_ROUTES = 3;

  private final Page page;
  private final int top;

  StatementsPage(Page page, int top) {
    this.page = page;
    this.top = top;
  }

  /**
   * A document of {@link ServerFigures#statements}, or of those of the history.
   *
   * @param alone whether nothing above it says whose they are
   */
  void all(JsonNode document, boolean alone) {
    if (alone) {
      new MetricsPage(page, top).head(document, null);
    }
    if (document.path("history").isArray()) {
      history(document.path("history"));
      return;
    }
    JsonNode statements = document.path("statements");
    page.title("Statements, the costliest first");
    if (statements.isEmpty()) {
      page.line("None was run yet.");
    } else {
      table(statements);
      int number = 0;
      for (JsonNode each : statements) {
        statement(++number, each);
      }
    }
    findings(document.path("findings"));
  }

  private void table(JsonNode statements) {
    List<List<Figure>> rows = new ArrayList<>();
    for (JsonNode each : statements) {
      rows.add(
          List.of(
              Figure.text("%d %s".formatted(rows.size() + 1, each.path("sql").asString(""))),
              Figure.percent(each.path("share").asDouble()),
              Figure.count(each.path("calls")),
              Figure.millis(each.path("mean_millis")),
              Figure.millis(each.path("p95_millis"), Figure.QUERY_MS),
              Figure.millis(each.path("max_millis")),
              Figure.faults(each.path("errors"))));
    }
    page.table(
        List.of("statement", "share", "calls", "mean ms", "p95 ms", "max ms", "errors"), rows);
  }

  private void statement(int number, JsonNode statement) {
    page.title("%d  %s".formatted(number, Output.plain(statement.path("id").asString(""))));
    page.paragraph(statement.path("sql").asString(""), 3);
    shares("for", statement.path("routes"));
    shares("from", statement.path("call_sites"));
    JsonNode plan = statement.path("plan");
    if (plan.isObject()) {
      page.line("   plan of %s:", Figure.moment(plan.path("captured")));
      plan.path("text").asString("").lines().forEach(line -> page.line("     %s", cut(line)));
    }
  }

  private static String cut(String line) {
    String plain = Output.plain(line);
    int room = Page.WIDTH - 5;
    return plain.length() <= room ? plain : plain.substring(0, room - 1) + "…";
  }

  private void shares(String what, JsonNode shares) {
    if (!shares.isEmpty()) {
      page.paragraph(
          what
              + " "
              + MetricsPage.stream(shares)
                  .limit(MOST_ROUTES)
                  .map(each ->
                      "%s (%,d)"
                          .formatted(each.path("name").asString(""), each.path("calls").asLong()))
                  .collect(Collectors.joining(", ")),
          3);
    }
  }

  private void findings(JsonNode findings) {
    page.title("Run one by one where one statement would do");
    if (findings.isEmpty()) {
      page.line("Nothing of this kind was seen.");
    }
    MetricsPage.stream(findings)
        .limit(top)
        .forEach(finding -> {
          page.paragraph(
              "%s: %s in %s, %,d statements where %,d would do, seen %,d times"
                  .formatted(
                      finding.path("kind").asString(""),
                      finding.path("subject").asString(""),
                      finding.path("scope").asString(""),
                      finding.path("before").asLong(),
                      finding.path("after").asLong(),
                      finding.path("times").asLong()),
              0);
          if (finding.path("call_site").isString()) {
            page.paragraph("at " + finding.path("call_site").asString(""), 3);
          }
          page.paragraph("fix: " + finding.path("fix").asString(""), 3);
        });
    if (findings.size() > top) {
      page.line("… and %,d more; --top %d shows them.", findings.size() - top, findings.size());
    }
  }

  /** As a report has them, when the server that answers was started just for this. */
  private void history(JsonNode statements) {
    page.title("Statements, the costliest first");
    List<List<Figure>> rows = new ArrayList<>();
    MetricsPage.stream(statements)
        .limit(top)
        .forEach(each ->
            rows.add(
                List.of(
                    Figure.text(each.path("sql").asString(each.path("id").asString(""))),
                    Figure.count(each.path("count")),
                    Figure.millis(each.path("mean_ms")),
                    Figure.millis(each.path("p95_ms"), Figure.QUERY_MS),
                    Figure.millis(each.path("total_ms")),
                    Figure.faults(each.path("errors")))));
    page.table(List.of("statement", "calls", "mean ms", "p95 ms", "total ms", "errors"), rows);
    page.line("Texts, plans and call sites are known to the server that ran them, while it runs.");
  }
}
