package com.veetssuites.command.optimize;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.RunningServer;
import com.veetssuites.query.StatementReport;
import com.veetssuites.query.jdbc.StatementArchive;
import com.veetssuites.query.postgres.Advice;
import com.veetssuites.query.postgres.AdvisorSettings;
import com.veetssuites.query.postgres.CatalogFinding;
import com.veetssuites.query.postgres.CostlyStatement;
import com.veetssuites.query.postgres.DeclaredIndex;
import com.veetssuites.query.postgres.IndexAdvisor;
import com.veetssuites.query.postgres.IndexBuilder;
import com.veetssuites.query.postgres.IndexProposal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Shows which statements cost the time, what is wrong with them, and which indexes would help. */
final class AnalyzeQueries {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final int MOST = 1_000;
  private static final int WIDEST = 100;

  private final Output output;
  private final DataSource source;
  private final @Nullable Path dataFolder;

  /**
   * @param dataFolder where the server of this database tells where it is; null when it has none
   */
  AnalyzeQueries(Output output, DataSource source, @Nullable Path dataFolder) {
    this.output = output;
    this.source = source;
    this.dataFolder = dataFolder;
  }

  /** What statements have cost, costliest first, and who says so. */
  private record Figures(String origin, List<StatementReport> statements) {}

  private Figures figures() {
    Figures running = running();
    if (running != null) {
      return running;
    }
    try (Connection connection = source.getConnection()) {
      return new Figures(
          "what servers have saved in the table query_statements",
          StatementReport.of(StatementArchive.read(connection, MOST), MOST));
    } catch (SQLException e) {
      throw new CommandFailed("The statements cannot be read: " + e.getMessage(), e);
    }
  }

  private @Nullable Figures running() {
    RunningServer server = dataFolder == null ? null : RunningServer.find(dataFolder);
    String answer = server == null ? null : server.get("/actuator/querystatements?limit=" + MOST);
    if (answer == null) {
      return null;
    }
    try {
      return new Figures(
          "the running server, " + server,
          JSON.readValue(answer, new TypeReference<List<StatementReport>>() {}));
    } catch (JacksonException e) {
      output.note("The running server, %s, is of another version.", server);
      return null;
    }
  }

  /** The JSON document. */
  private record Document(
      String action,
      String origin,
      List<StatementReport> statements,
      List<Proposed> proposals,
      List<CatalogFinding> catalog,
      List<String> notes) {}

  private record Proposed(
      String ddl,
      String table,
      double share,
      String basis,
      List<String> statements,
      String plan,
      long tableRows,
      double readsPerWrite) {
    static Proposed of(IndexProposal proposal) {
      return new Proposed(
          proposal.ddl(),
          proposal.index().table(),
          proposal.share(),
          proposal.basis(),
          proposal.statements(),
          proposal.plan(),
          proposal.tableRows(),
          proposal.readsPerWrite());
    }
  }

  /**
   * Shows what it finds.
   *
   * @param migration where the proposals are written as a migration; null for nowhere, {@code -}
   *     for standard output
   */
  boolean run(int most, @Nullable String migration, boolean dry) {
    Figures figures = figures();
    Advice advice = advise(figures);
    output.line("Statements, as told by %s:", figures.origin());
    output.line("");
    List<StatementReport> shown =
        figures.statements().subList(0, Math.min(most, figures.statements().size()));
    show(shown);
    show(advice);
    output.document(
        new Document(
            "analyze-queries",
            figures.origin(),
            shown,
            advice.proposals().stream().map(Proposed::of).toList(),
            advice.findings(),
            advice.notes()));
    if (migration != null) {
      write(migration, advice, dry);
    }
    return true;
  }

  /** The indexes that would help. */
  List<DeclaredIndex> proposed() {
    return advise(figures()).proposals().stream().map(IndexProposal::index).toList();
  }

  private Advice advise(Figures figures) {
    try {
      return new IndexAdvisor(source, AdvisorSettings.usual())
          .advise(
              figures.statements().stream()
                  .map(each ->
                      new CostlyStatement(
                          each.sql(), each.calls(), each.rows(), each.totalMillis()))
                  .toList());
    } catch (SQLException e) {
      throw new CommandFailed("The database cannot be asked for advice: " + e.getMessage(), e);
    }
  }

  private void show(Advice advice) {
    for (IndexProposal each : advice.proposals()) {
      output.line("");
      output.line("An index for %.1f %% of the time: %s", each.share() * 100, each.basis());
      output.line("  %s;", each.ddl());
      for (String statement : each.statements()) {
        output.line("  for: %s", shortened(statement));
      }
      each.plan().lines().forEach(line -> output.line("    %s", line));
    }
    for (CatalogFinding each : advice.findings()) {
      output.line("");
      output.line("%s", each.message());
      output.line("  %s;", each.ddl());
    }
    if (advice.proposals().isEmpty() && advice.findings().isEmpty()) {
      output.line("");
      output.line("No index is missing or too many.");
    }
    advice.notes().forEach(note -> output.line("%s", note));
  }

  private void write(String file, Advice advice, boolean dry) {
    String text =
        IndexBuilder.asMigration(advice.proposals().stream().map(IndexProposal::index).toList());
    if (file.equals("-")) {
      output.line("");
      output.line("%s", text.stripTrailing());
      return;
    }
    if (advice.proposals().isEmpty()) {
      output.note("There is nothing to write into %s.", file);
      return;
    }
    if (dry) {
      output.note("%s would be written.", file);
      return;
    }
    try {
      Files.writeString(Path.of(file), text, StandardOpenOption.CREATE_NEW);
      output.note("Written: %s", file);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed(
          "%s is there already; a migration is never changed: name a new file.".formatted(file), e);
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailed("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void show(List<StatementReport> statements) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("share", "calls", "mean ms", "p95 ms", "max ms", "rows/call", "statement"));
    for (StatementReport each : statements) {
      rows.add(
          List.of(
              number("%.1f %%", each.share() * 100),
              number("%,d", each.calls()),
              number("%.2f", each.meanMillis()),
              number("%.2f", each.p95Millis()),
              number("%.2f", each.maxMillis()),
              number("%.1f", each.calls() == 0 ? 0 : (double) each.rows() / each.calls()),
              shortened(each.sql())));
    }
    output.table(rows);
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String shortened(String sql) {
    return sql.length() <= WIDEST ? sql : sql.substring(0, WIDEST - 1) + "…";
  }
}
