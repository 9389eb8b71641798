package com.veetssuites.command.optimize;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.query.postgres.LockHolder;
import com.veetssuites.query.postgres.Vacuum;
import com.veetssuites.query.postgres.VacuumListener;
import com.veetssuites.query.postgres.VacuumResult;
import com.veetssuites.query.sqlite.SqliteVacuum;
import com.veetssuites.query.sqlite.SqliteVacuumResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** Vacuums the tables of PostgreSQL, or a SQLite file. */
final class VacuumTables implements VacuumListener {

  private final Output output;
  private String shown = "";

  VacuumTables(Output output) {
    this.output = output;
  }

  /** One table in the JSON document. */
  private record Shown(
      String table,
      String outcome,
      String message,
      long millis,
      long bytesBefore,
      long bytesAfter,
      long deadRowsBefore,
      long deadRowsAfter) {
    static Shown of(VacuumResult result) {
      return new Shown(
          result.schema() + "." + result.table(),
          result.outcome().name().toLowerCase(Locale.ROOT),
          result.message(),
          result.took().toMillis(),
          result.bytesBefore(),
          result.bytesAfter(),
          result.deadBefore(),
          result.deadAfter());
    }
  }

  private record Document(
      String action,
      boolean complete,
      boolean dryRun,
      long bytesBefore,
      long bytesAfter,
      List<Shown> tables) {}

  /** Whether every table was vacuumed, or would be. */
  boolean run(DataSource source, Duration lockTimeout, boolean dry) {
    List<VacuumResult> results;
    try {
      Vacuum vacuum = new Vacuum(source, lockTimeout, this);
      results = dry ? vacuum.plan(List.of()) : vacuum.run(List.of());
    } catch (SQLException e) {
      throw new CommandFailed("The database cannot be asked for its tables: " + e.getMessage(), e);
    }
    long before = results.stream().mapToLong(VacuumResult::bytesBefore).sum();
    long after = results.stream().mapToLong(VacuumResult::bytesAfter).sum();
    boolean complete =
        results.stream()
            .noneMatch(each ->
                each.outcome() == VacuumResult.Outcome.SKIPPED
                    || each.outcome() == VacuumResult.Outcome.FAILED);
    output.line(
        "%d tables: %s → %s%s",
        results.size(),
        Output.bytes(before),
        Output.bytes(after),
        complete ? "" : "; not all were vacuumed");
    output.document(
        new Document(
            "vacuum", complete, dry, before, after, results.stream().map(Shown::of).toList()));
    return complete;
  }

  private record SqliteDocument(
      String action,
      boolean complete,
      boolean dryRun,
      String message,
      long bytesBefore,
      long bytesAfter,
      long millis) {}

  /** Whether the file was vacuumed, or would be. */
  boolean runSqlite(String url, Duration busyTimeout, boolean dry) {
    SqliteVacuum vacuum = SqliteVacuum.of(url, busyTimeout, step -> output.note("  %s", step));
    SqliteVacuumResult result = dry ? vacuum.plan() : vacuum.run();
    if (result.done()) {
      output.line(
          "%s: %s → %s%s in %s",
          url,
          Output.bytes(result.bytesBefore()),
          dry ? "about " : "",
          Output.bytes(result.bytesAfter()),
          Output.seconds(result.took()));
    } else {
      output.note("%s", result.message());
    }
    output.document(
        new SqliteDocument(
            "vacuum",
            result.done(),
            dry,
            result.message(),
            result.bytesBefore(),
            result.bytesAfter(),
            result.took().toMillis()));
    return result.done();
  }

  @Override
  public void progress(String table, String phase, double done) {
    String line = "%s: %s %d %%".formatted(table, phase, (int) (done * 10) * 10);
    if (!line.equals(shown)) {
      shown = line;
      output.note("  %s", line);
    }
  }

  @Override
  public void waiting(String table, List<LockHolder> holders) {
    output.note("  %s waits for %s", table, CreateIndexes.describe(holders));
  }

  @Override
  public void finished(VacuumResult result) {
    String sizes =
        "%s → %s, %,d → %,d dead rows"
            .formatted(
                Output.bytes(result.bytesBefore()),
                Output.bytes(result.bytesAfter()),
                result.deadBefore(),
                result.deadAfter());
    switch (result.outcome()) {
      case DONE ->
          output.line(
              "vacuumed %s in %s: %s", result.table(), Output.seconds(result.took()), sizes);
      case PLANNED ->
          output.line(
              "VACUUM (ANALYZE) %s; -- %s, %,d dead rows",
              result.table(), Output.bytes(result.bytesBefore()), result.deadBefore());
      case SKIPPED -> output.line("skipped %s: %s", result.table(), result.message());
      case FAILED -> output.line("failed %s: %s", result.table(), result.message());
    }
  }
}
