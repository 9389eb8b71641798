package com.veetssuites.command.monitor;

import com.veetssuites.command.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A benchmark for people. */
final class BenchmarkPage {

  private static final double SLOWER_PERCENT = 25;

  private final Page page;

  BenchmarkPage(Page page) {
    this.page = page;
  }

  void all(JsonNode run) {
    page.title("Benchmark of node " + Output.plain(run.path("node").asString("")));
    JsonNode machine = run.path("machine");
    page.line(
        "Java %s (%s) on %s, %s, %d processors, heap of %s at most",
        Output.plain(machine.path("java").asString("")),
        Output.plain(machine.path("vm").asString("")),
        Output.plain(machine.path("system").asString("")),
        Output.plain(machine.path("architecture").asString("")),
        machine.path("processors").asLong(),
        Figure.bytes(machine.path("heap_most")).text());
    JsonNode before = run.path("compared_with");
    page.line(
        "%s",
        before.isString()
            ? "Changes are against the run of " + Figure.moment(before) + "."
            : "There is no earlier run to compare with.");
    List<List<Figure>> rows = new ArrayList<>();
    for (JsonNode each : run.path("measurements")) {
      rows.add(
          List.of(
              Figure.text(each.path("name").asString("")),
              Figure.count(each.path("n")),
              Figure.millis(each.path("p50_ms")),
              Figure.millis(each.path("p95_ms")),
              Figure.millis(each.path("p99_ms")),
              change(each.path("p50_change_percent")),
              change(each.path("p95_change_percent"))));
    }
    page.table(
        List.of("round trip", "n", "p50 ms", "p95 ms", "p99 ms", "p50 change", "p95 change"), rows);
    for (JsonNode each : run.path("skipped")) {
      page.paragraph(
          "Skipped: %s. %s"
              .formatted(each.path("name").asString(""), each.path("reason").asString("")),
          0);
    }
  }

  private static Figure change(JsonNode percent) {
    return percent.isNumber()
        ? Figure.text(String.format(Locale.ROOT, "%+.0f %%", percent.asDouble()))
            .when(percent.asDouble() > SLOWER_PERCENT)
        : Figure.text("-");
  }
}
