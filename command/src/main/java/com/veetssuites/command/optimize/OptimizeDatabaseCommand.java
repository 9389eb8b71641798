package com.veetssuites.command.optimize;

import com.veetssuites.command.CommandDatabase;
import com.veetssuites.command.Output;
import com.veetssuites.query.postgres.DeclaredIndex;
import com.veetssuites.query.postgres.DeclaredIndexes;
import com.veetssuites.query.postgres.IndexProposal;
import com.veetssuites.query.postgres.Migration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code veets optimize-database}: indexes, costly statements, vacuum; safe while a server runs.
 */
@Command(
    name = "optimize-database",
    description = {
      "Build missing indexes, show what costs the time, or vacuum; also while the server runs.",
      "",
      "Exit code: 0 done, 1 partly or not, 2 wrong usage."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets optimize-database --create-indexes              what migrations declare and is missing",
      "  veets optimize-database --create-indexes --dry-run    only tell",
      "  veets optimize-database --create-indexes --proposed   also what the analysis proposes",
      "  veets optimize-database --analyze-queries --limit 20",
      "  veets optimize-database --analyze-queries --as-migration=V9__indexes.sql",
      "  veets optimize-database --vacuum",
      "  veets optimize-database --vacuum --url jdbc:sqlite:/path/file.db"
    })
public final class OptimizeDatabaseCommand implements Callable<Integer> {

  private static final String SQLITE = "jdbc:sqlite:";

  private final CommandDatabase.Access access;
  private final Supplier<List<Migration>> migrations;
  private final Supplier<Path> dataFolder;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable Action action;

  private static final class Action {
    @Option(
        names = "--create-indexes",
        required = true,
        description =
            "Build the indexes that migrations declare and that are missing, beside running writes.")
    private boolean createIndexes;

    @Option(
        names = "--analyze-queries",
        required = true,
        description =
            "Show the costliest statements, where they come from, and which indexes would help.")
    private boolean analyzeQueries;

    @Option(
        names = "--vacuum",
        required = true,
        description = "Give back the room of deleted rows and renew the statistics of all tables.")
    private boolean vacuum;
  }

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  @Option(
      names = "--proposed",
      description = "With --create-indexes: also build the indexes that the analysis proposes.")
  private boolean proposed;

  @Option(
      names = "--as-migration",
      arity = "0..1",
      fallbackValue = "-",
      paramLabel = "FILE",
      description =
          "With --analyze-queries: write the proposed indexes as a migration, into this file or to"
              + " standard output.")
  private @Nullable String asMigration;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With --analyze-queries: how many statements (default: ${DEFAULT-VALUE}).")
  private int limit = 10;

  @Option(
      names = "--lock-timeout",
      paramLabel = "SECONDS",
      description = "The longest wait for another session (default: ${DEFAULT-VALUE}).")
  private int lockTimeout = 5;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Another database than the platform's: postgres://user:password@host:5432/name, or with"
              + " --vacuum a file, jdbc:sqlite:/path/file.db.")
  private @Nullable String url;

  @Option(names = "--json", description = "Answer with one JSON document.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /**
   * @param migrations what declares indexes
   * @param dataFolder where a running server tells where it is
   */
  public OptimizeDatabaseCommand(
      CommandDatabase.Access access,
      Supplier<List<Migration>> migrations,
      Supplier<Path> dataFolder) {
    this.access = access;
    this.migrations = migrations;
    this.dataFolder = dataFolder;
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    Action chosen = Objects.requireNonNull(action);
    check(chosen, commandLine);
    Output output = Output.of(commandLine, json);
    boolean complete = run(chosen, output, Duration.ofSeconds(lockTimeout));
    return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void check(Action chosen, CommandLine commandLine) {
    String wrong = null;
    if (lockTimeout < 1 || lockTimeout > 3_600) {
      wrong = "--lock-timeout must be from 1 to 3600 seconds, not " + lockTimeout + ".";
    } else if (limit < 1 || limit > 1_000) {
      wrong = "--limit must be from 1 to 1000, not " + limit + ".";
    } else if (url != null && url.startsWith("jdbc:sqlite") && !chosen.vacuum) {
      wrong = "A SQLite file can only be vacuumed: --vacuum --url " + SQLITE + "/path/file.db.";
    } else if (asMigration != null && !chosen.analyzeQueries) {
      wrong = "--as-migration goes with --analyze-queries, whose proposals it writes.";
    } else if (proposed && !chosen.createIndexes) {
      wrong = "--proposed goes with --create-indexes.";
    }
    if (wrong != null) {
      throw new ParameterException(commandLine, wrong);
    }
  }

  private boolean run(Action chosen, Output output, Duration wait) {
    if (url != null && url.startsWith("jdbc:sqlite")) {
      try {
        return new VacuumTables(output).runSqlite(url, wait, dryRun);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(), Objects.requireNonNull(e.getMessage()), e);
      }
    }
    try (CommandDatabase database = access.open(url)) {
      output.note("%s", database.name());
      if (chosen.vacuum) {
        return new VacuumTables(output).run(database.source(), wait, dryRun);
      }
      AnalyzeQueries analysis =
          new AnalyzeQueries(
              output, database.source(), database.name(), url == null ? dataFolder.get() : null);
      if (chosen.analyzeQueries) {
        return analysis.run(limit, asMigration, dryRun);
      }
      List<DeclaredIndex> wanted = new ArrayList<>(DeclaredIndexes.of(migrations.get()));
      List<IndexProposal> proposals = proposed ? analysis.proposals() : List.of();
      proposals.forEach(each -> wanted.add(each.index()));
      CreateIndexes building = new CreateIndexes(output);
      boolean complete = building.run(database.source(), wanted, wait, dryRun);
      analysis.follow(proposals.stream().filter(each -> building.created(each.index())).toList());
      return complete;
    }
  }
}
