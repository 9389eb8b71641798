package com.veetssuites.command.load;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run has found, told and judged. */
final class LoadFigures {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double TOLERATED_PERCENT = 1;
  private static final int ERRORS_SHOWN = 5;

  private final ObjectNode figures;
  private final Path report;

  private LoadFigures(ObjectNode figures, Path report) {
    this.figures = figures;
    this.report = report;
  }

  static LoadFigures read(Path folder) {
    try {
      return new LoadFigures(
          (ObjectNode) JSON.readTree(folder.resolve("figures.json")),
          folder.resolve("report/index.html"));
    } catch (JacksonException | ClassCastException e) {
      throw new CommandFailed("The load test has left no figures in %s.".formatted(folder), e);
    }
  }

  /**
   * Tells them.
   *
   * @throws CommandFailed when more requests have failed than may
   */
  void tell(Output output) {
    figures.put("report", report.toString());
    output.document(figures);
    if (!output.json()) {
      output.table(rows());
      output.line("");
      output.line(
          "%s requests in %s, %s a second, %s failed.",
          number("requests"),
          decimal(figures.path("seconds").asDouble()) + " s",
          decimal(figures.path("requests_per_second").asDouble()),
          number("failed"));
      tellErrors(output);
      output.line("Report: %s", report);
    }
    judge();
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("request", "count", "failed", "mean ms", "p50", "p95", "p99", "max"));
    for (JsonNode step : figures.path("steps")) {
      List<String> row = new ArrayList<>(List.of(step.path("name").asString()));
      for (String column : List.of("requests", "failed", "mean", "p50", "p95", "p99", "max")) {
        row.add(step.path(column).asString());
      }
      rows.add(row);
    }
    return rows;
  }

  private void tellErrors(Output output) {
    int shown = 0;
    for (JsonNode error : figures.path("errors")) {
      if (shown++ < ERRORS_SHOWN) {
        output.line("  %s × %s", error.path("count").asString(), error.path("message").asString());
      }
    }
    tellCount(
        output,
        "refused_logins",
        "log-ins were put off by the server (429), and went on with an earlier one.");
    tellCount(output, "refused_uploads", "uploads were put off by the server (503), and left out.");
    tellCount(
        output,
        "unread_documents",
        "CVs were not read within a minute: more workers, or fewer students.");
  }

  private void tellCount(Output output, String name, String sentence) {
    if (figures.path(name).asLong() > 0) {
      output.line("%s %s", number(name), sentence);
    }
  }

  private void judge() {
    long requests = figures.path("requests").asLong();
    long failed = figures.path("failed").asLong();
    if (requests == 0) {
      throw new CommandFailed("No request was answered.");
    }
    double percent = 100.0 * failed / requests;
    if (percent > TOLERATED_PERCENT) {
      throw new CommandFailed(
          "%s %% of the requests have failed; 1 %% at most is taken for granted."
              .formatted(decimal(percent)));
    }
  }

  private String number(String name) {
    return String.format(Locale.ROOT, "%,d", figures.path(name).asLong());
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
