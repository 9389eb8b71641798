package com.veetssuites.command.optimize;

import com.veetssuites.command.Output;
import com.veetssuites.query.postgres.BuildListener;
import com.veetssuites.query.postgres.BuildReport;
import com.veetssuites.query.postgres.DeclaredIndex;
import com.veetssuites.query.postgres.IndexBuilder;
import com.veetssuites.query.postgres.IndexResult;
import com.veetssuites.query.postgres.LockHolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Builds the indexes that migrations declare and that are missing. */
final class CreateIndexes implements BuildListener {

  private final Output output;
  private final List<DeclaredIndex> created = new ArrayList<>();
  private String shown = "";

  CreateIndexes(Output output) {
    this.output = output;
  }

  /** One index in the JSON document. */
  private record Shown(
      String name,
      String table,
      String outcome,
      String message,
      long millis,
      long bytes,
      String ddl) {
    static Shown of(IndexResult result) {
      return new Shown(
          result.index().name(),
          result.index().table(),
          result.outcome().name().toLowerCase(Locale.ROOT),
          result.message(),
          result.took().toMillis(),
          result.bytes(),
          result.index().ddl());
    }
  }

  private record Document(
      String action, boolean complete, boolean dryRun, String refusal, List<Shown> indexes) {}

  /** Whether all of them are there now, or would be. */
  boolean run(DataSource source, List<DeclaredIndex> declared, Duration lockTimeout, boolean dry) {
    IndexBuilder builder = new IndexBuilder(source, lockTimeout, this);
    BuildReport report = dry ? builder.plan(declared) : builder.build(declared);
    if (!report.refusal().isEmpty()) {
      output.note("%s", report.refusal());
    }
    output.line("%s", summary(report, dry));
    output.document(
        new Document(
            "create-indexes",
            report.complete(),
            dry,
            report.refusal(),
            report.results().stream().map(Shown::of).toList()));
    return report.complete();
  }

  /** Whether this run has built it. */
  boolean created(DeclaredIndex index) {
    return created.contains(index);
  }

  private static String summary(BuildReport report, boolean dry) {
    return "%d declared: %d there, %d %s, %d failed, %d not tried."
        .formatted(
            report.results().size(),
            count(report, IndexResult.Outcome.PRESENT),
            dry
                ? count(report, IndexResult.Outcome.PLANNED)
                : count(report, IndexResult.Outcome.CREATED),
            dry ? "to create" : "created",
            count(report, IndexResult.Outcome.FAILED),
            count(report, IndexResult.Outcome.NOT_TRIED));
  }

  private static long count(BuildReport report, IndexResult.Outcome outcome) {
    return report.results().stream().filter(each -> each.outcome() == outcome).count();
  }

  @Override
  public void started(DeclaredIndex index) {
    shown = "";
    output.note("%s on %s …", index.name(), index.table());
  }

  /** A line a phase: a build of hours has less than ten. */
  @Override
  public void progress(DeclaredIndex index, String phase, double done) {
    String line = phase + (done > 0 ? " %d %%".formatted((int) (done * 10) * 10) : "");
    if (!line.equals(shown)) {
      shown = line;
      output.note("  %s", line);
    }
  }

  @Override
  public void waiting(DeclaredIndex index, List<LockHolder> holders) {
    output.note("  waits for %s", describe(holders));
  }

  @Override
  public void finished(IndexResult result) {
    String name = result.index().name() + " on " + result.index().table();
    switch (result.outcome()) {
      case CREATED -> {
        created.add(result.index());
        output.line(
            "created %s in %s, %s%s",
            name,
            Output.seconds(result.took()),
            Output.bytes(result.bytes()),
            result.message().isEmpty() ? "" : ": " + result.message());
      }
      case PLANNED -> output.line("%s;", result.index().ddl());
      case FAILED -> output.line("failed %s: %s", name, result.message());
      case PRESENT -> {
        if (!result.message().isEmpty()) {
          output.line("%s: %s", name, result.message());
        }
      }
      case NOT_TRIED -> output.line("not tried %s", name);
    }
  }

  static String describe(List<LockHolder> holders) {
    return holders.stream().map(LockHolder::describe).collect(Collectors.joining(", "));
  }
}
