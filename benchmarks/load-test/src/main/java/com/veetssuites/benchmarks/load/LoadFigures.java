package com.veetssuites.benchmarks.load;

import io.gatling.charts.stats.GeneralStats;
import io.gatling.charts.stats.LogFileData;
import io.gatling.charts.stats.LogFileReader;
import io.gatling.charts.stats.RequestStatsPath;
import io.gatling.commons.stats.KO$;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.stats.ErrorStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of a run for programs, {@code figures.json} beside the report, out of the log that
 * the report is made of.
 *
 * @param requests answered, or failed
 * @param errors what went wrong, the most frequent first
 * @param refusedLogins answered with 429, which is not a failure
 * @param refusedUploads answered with 503 because of many uploads, which is not a failure
 * @param unreadDocuments whose task had not ended after a minute, or at the end of the run
 */
record LoadFigures(
    String scenario,
    String url,
    int users,
    int accounts,
    double seconds,
    long requests,
    long failed,
    double requestsPerSecond,
    List<Step> steps,
    List<Failure> errors,
    long refusedLogins,
    long refusedUploads,
    long unreadDocuments) {

  private static final int MOST_ERRORS = 20;

  /** One kind of request; times in milliseconds. */
  record Step(
      String name, long requests, long failed, int mean, int p50, int p95, int p99, int max) {}

  record Failure(String message, long count) {}

  static void write(LoadRun run, Path report) {
    LoadFigures figures = of(run, report);
    JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValue(report.resolveSibling("figures.json"), figures);
  }

  private static LoadFigures of(LoadRun run, Path report) {
    LogFileData data =
        LogFileReader.apply(
                report.getFileName().toString(), report.getParent(), GatlingConfiguration.load())
            .read();
    GeneralStats all = stats(data, null, false);
    GeneralStats failed = stats(data, null, true);
    LoadPlan plan = run.plan();
    double seconds = (data.runInfo().injectEnd() - data.runInfo().injectStart()) / 1e3;
    return new LoadFigures(
        plan.scenario(),
        plan.url().toString(),
        plan.users(),
        run.accounts(),
        seconds,
        count(all),
        count(failed),
        count(all) / Math.max(0.001, seconds),
        steps(data),
        failures(data),
        run.refusedLogins().get(),
        run.refusedUploads().get(),
        run.unreadDocuments().get());
  }

  private static List<Step> steps(LogFileData data) {
    List<Step> steps = new ArrayList<>();
    for (Object path : CollectionConverters.asJava(data.statsPaths())) {
      if (path instanceof RequestStatsPath request) {
        GeneralStats stats = stats(data, request.request(), false);
        if (stats != null) {
          steps.add(
              new Step(
                  request.request(),
                  stats.count(),
                  count(stats(data, request.request(), true)),
                  stats.mean(),
                  percentile(stats, 50),
                  percentile(stats, 95),
                  percentile(stats, 99),
                  stats.max()));
        }
      }
    }
    return steps;
  }

  private static List<Failure> failures(LogFileData data) {
    List<Failure> failures = new ArrayList<>();
    for (ErrorStats error :
        CollectionConverters.asJava(data.errors(Option.empty(), Option.empty()))) {
      failures.add(new Failure(error.message(), error.count()));
    }
    return failures.subList(0, Math.min(MOST_ERRORS, failures.size()));
  }

  /** Null when there was no such request. */
  private static @Nullable GeneralStats stats(
      LogFileData data, @Nullable String request, boolean failed) {
    Option<GeneralStats> stats =
        data.requestGeneralStats(
            Option.apply(request),
            Option.empty(),
            failed ? Option.apply(KO$.MODULE$) : Option.empty());
    return stats.isEmpty() ? null : stats.get();
  }

  private static long count(@Nullable GeneralStats stats) {
    return stats == null ? 0 : stats.count();
  }

  private static int percentile(GeneralStats stats, double rank) {
    return ((Number) stats.percentile().apply(rank)).intValue();
  }
}
