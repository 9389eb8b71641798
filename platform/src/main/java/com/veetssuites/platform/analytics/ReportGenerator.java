package com.veetssuites.platform.analytics;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes reports and keeps them. */
@Component
class ReportGenerator {

  private final Reports reports;
  private final ReportArchive archive;
  private final JsonMapper json;
  private final Clock clock;

  ReportGenerator(Reports reports, ReportArchive archive, JsonMapper json, Clock clock) {
    this.reports = reports;
    this.archive = archive;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Each report shows one moment, and is kept on its own. Made again on the same day, it takes the
   * place of the one before, under the same id.
   */
  @TaskHandler(queue = "analytics", backoff = "60s", timeLimit = "15m", resultTtl = "1d")
  GeneratedReports generate(GenerateAnalyticsReport task, TaskContext context)
      throws InterruptedException {
    List<ReportType> types = types(task.type());
    Period period = period(task, context);
    List<GeneratedReports.Generated> generated = new ArrayList<>();
    for (ReportType type : types) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Stopped after %d reports".formatted(generated.size()));
      }
      context.progress(100 * generated.size() / types.size(), type.value());
      Report report = reports.make(type, period);
      JsonNode content = json.valueToTree(report.content());
      long id = archive.keep(report, content.toString());
      generated.add(
          new GeneratedReports.Generated(
              id, type, period.first(), period.last(), figures(content)));
    }
    return new GeneratedReports(generated);
  }

  private static List<ReportType> types(@Nullable String type) {
    if (type == null) {
      return List.of(ReportType.values());
    }
    return List.of(
        ReportType.of(type)
            .orElseThrow(() ->
                new PermanentFailure(
                    "There is no report of type \"%s\"; there are %s."
                        .formatted(type, ReportType.names()))));
  }

  /** What the first try took for yesterday stays so, also when the next one is after midnight. */
  private Period period(GenerateAnalyticsReport task, TaskContext context) {
    String settled = context.checkpoint();
    try {
      Period period =
          DateRange.parse(
              settled == null ? task.dateRange() : settled,
              LocalDate.ofInstant(clock.instant(), UTC));
      if (settled == null) {
        context.checkpoint(DateRange.format(period));
      }
      return period;
    } catch (InvalidRequest e) {
      throw new PermanentFailure(Objects.requireNonNull(e.getMessage()), e);
    }
  }

  private static JsonNode figures(JsonNode content) {
    ObjectNode figures = ((ObjectNode) content).deepCopy();
    figures.properties().removeIf(property -> property.getValue().isArray());
    return figures;
  }
}
