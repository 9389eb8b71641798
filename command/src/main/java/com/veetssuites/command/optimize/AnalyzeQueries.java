package com.veetssuites.command.optimize;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.RunningServer;
import com.veetssuites.query.StatementReport;
import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.jdbc.StatementArchive;
import com.veetssuites.query.postgres.Advice;
import com.veetssuites.query.postgres.AdvisorSettings;
import com.veetssuites.query.postgres.CatalogFinding;
import com.veetssuites.query.postgres.CostlyStatement;
import com.veetssuites.query.postgres.CostlyStatements;
import com.veetssuites.query.postgres.IndexAdvisor;
import com.veetssuites.query.postgres.IndexBuilder;
import com.veetssuites.query.postgres.IndexHistory;
import com.veetssuites.query.postgres.IndexProposal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private final String name;
  private final @Nullable Path dataFolder;

  /**
   * @param name the address of the database, without the password
   * @param dataFolder where the server of this database tells where it is; null when it has none
   */
  AnalyzeQueries(Output output, DataSource source, String name, @Nullable Path dataFolder) {
    this.output = output;
    this.source = source;
    this.name = name;
    this.dataFolder = dataFolder;
  }

  /** What statements have cost, costliest first, and who says so. */
  private record Figures(String origin, List<StatementReport> statements) {}

  private Figures figures() {
    Figures running = running();
    if (running != null) {
      return running;
    }
    try {
      Optional<List<CostlyStatement>> counted = new CostlyStatements(source).read(MOST);
      return counted.isPresent()
          ? new Figures("pg_stat_statements", reports(counted.get()))
          : new Figures(
              "what servers have saved in the table query_statements",
              StatementReport.of(saved(), MOST));
    } catch (SQLException e) {
      throw new CommandFailed("The statements cannot be read: " + e.getMessage(), e);
    }
  }

  /** A server of another database knows nothing of this one. */
  private @Nullable RunningServer server() {
    RunningServer server = dataFolder == null ? null : RunningServer.find(dataFolder);
    return server != null && server.database().equals(name) ? server : null;
  }

  private List<StatementSnapshot> saved() throws SQLException {
    try (Connection connection = source.getConnection()) {
      return StatementArchive.read(connection, MOST);
    }
  }

  /** What the database counts has no percentiles and does not know who asked. */
  private static List<StatementReport> reports(List<CostlyStatement> counted) {
    double all = counted.stream().mapToDouble(CostlyStatement::totalMillis).sum();
    return counted.stream()
        .map(each ->
            new StatementReport(
                "",
                each.sql(),
                each.calls(),
                each.rows(),
                0,
                all == 0 ? 0 : each.totalMillis() / all,
                each.totalMillis(),
                each.meanMillis(),
                0,
                0,
                0,
                0,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(),
                null))
        .toList();
  }

  /** What the server has found to run one by one; none where no server answers. */
  private FindingsOfServer findings() {
    RunningServer server = server();
    String answer = server == null ? null : server.get("/actuator/queryfindings");
    try {
      return answer == null
          ? FindingsOfServer.NONE
          : JSON.readValue(answer, FindingsOfServer.class);
    } catch (JacksonException e) {
      return FindingsOfServer.NONE;
    }
  }

  private record FindingsOfServer(List<FindingOfServer> findings, List<String> suggestedPlans) {
    static final FindingsOfServer NONE = new FindingsOfServer(List.of(), List.of());
  }

  private record FindingOfServer(long times, String text) {}

  private @Nullable Figures running() {
    RunningServer server = server();
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
      List<FindingOfServer> findings,
      List<String> suggestedPlans,
      List<IndexHistory.Entry> createdIndexes,
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
    FindingsOfServer findings = findings();
    show(findings);
    List<IndexHistory.Entry> created = created();
    created.forEach(this::show);
    show(advice);
    output.document(
        new Document(
            "analyze-queries",
            figures.origin(),
            shown,
            advice.proposals().stream().map(Proposed::of).toList(),
            advice.findings(),
            findings.findings(),
            findings.suggestedPlans(),
            created,
            advice.notes()));
    if (migration != null) {
      write(migration, advice, dry);
    }
    return true;
  }

  /** The indexes that would help. */
  List<IndexProposal> proposals() {
    return advise(figures()).proposals();
  }

  /** Keeps what the statements cost until now, that are to be helped by these new indexes. */
  void follow(List<IndexProposal> built) {
    try {
      List<StatementSnapshot> saved = saved();
      for (IndexProposal each : built) {
        List<StatementSnapshot> helped =
            saved.stream()
                .filter(statement -> each.statements().contains(statement.sql()))
                .toList();
        history().created(each.index(), helped);
        if (helped.isEmpty()) {
          output.note(
              "No server has saved what the statements of %s cost before: it is not followed.",
              each.index().name());
        }
      }
    } catch (SQLException e) {
      output.note("Before and after cannot be kept: %s", e.getMessage());
    }
  }

  /** What indexes that were built here have brought, as far as servers have saved it. */
  private List<IndexHistory.Entry> created() {
    try {
      IndexHistory history = history();
      history.observe(saved());
      return history.entries();
    } catch (SQLException e) {
      output.note("What created indexes have brought cannot be read: %s", e.getMessage());
      return List.of();
    }
  }

  /** The figures that all servers save together are one node. */
  private IndexHistory history() {
    return new IndexHistory(source, Clock.systemUTC(), "query_statements");
  }

  private void show(IndexHistory.Entry entry) {
    output.line("");
    output.line(
        "Index %s, created %s: mean %.2f → %.2f ms, p95 %.2f → %.2f ms (%,d calls → %,d)",
        entry.index(),
        entry.created(),
        entry.before().meanNanos() / 1e6,
        entry.after().meanNanos() / 1e6,
        entry.before().p95Nanos() / 1e6,
        entry.after().p95Nanos() / 1e6,
        entry.before().calls(),
        entry.after().calls());
    output.line("  for: %s", shortened(entry.sql()));
  }

  private void show(FindingsOfServer found) {
    for (FindingOfServer each : found.findings()) {
      output.line("");
      output.line("%s (seen %,d times)", each.text(), each.times());
    }
    for (String plan : found.suggestedPlans()) {
      output.line("");
      output.line("Suggested: %s", plan);
    }
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
              each.maxMillis() == 0 ? "-" : number("%.2f", each.p95Millis()),
              each.maxMillis() == 0 ? "-" : number("%.2f", each.maxMillis()),
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
