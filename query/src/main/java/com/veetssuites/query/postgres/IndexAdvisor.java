package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.IndexProposal.Estimate;
import io.github.mfvanek.pg.connection.exception.PgSqlException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Proposes indexes for the costliest statements of a PostgreSQL, off the plans that it would run
 * them by, and tells what its catalogue shows of the indexes that are there.
 *
 * <p>No statement is run, nothing is changed, and no value is needed. It rather proposes nothing
 * than an index that the writes of a table pay for in vain.
 */
public final class IndexAdvisor {

  private final DataSource source;
  private final AdvisorSettings settings;

  /** A candidate with the statement that it came from. */
  private record Wanted(
      Candidate candidate, CostlyStatement statement, PlannableStatement plannable) {}

  public IndexAdvisor(DataSource source, AdvisorSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /**
   * Advice for these statements.
   *
   * @param statements all that is known, also the cheap ones: shares are of their sum
   * @throws SQLException when the database cannot be asked
   */
  public Advice advise(List<CostlyStatement> statements) throws SQLException {
    double total = statements.stream().mapToDouble(CostlyStatement::totalMillis).sum();
    List<String> notes = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    try (Connection connection = source.getConnection()) {
      boolean automatic = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        begin(connection);
        TableCatalog catalog = new TableCatalog(connection);
        int unknown = 0;
        for (CostlyStatement each : costliest(statements, total)) {
          Optional<PlannableStatement> plannable = PlannableStatement.of(each.sql());
          if (plannable.isPresent()
              && !wanted(connection, catalog, each, plannable.get(), wanted)) {
            unknown++;
          }
        }
        if (unknown > 0) {
          notes.add(
              "%d of the costliest statements could not be planned without their values."
                  .formatted(unknown));
        }
        List<IndexProposal> proposals = merged(connection, wanted, total);
        connection.rollback();
        List<CatalogFinding> findings = findings(connection, proposals, notes);
        return new Advice(proposals, findings, List.copyOf(notes));
      } finally {
        connection.rollback();
        connection.setAutoCommit(automatic);
      }
    }
  }

  private void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = " + settings.timeout().toMillis());
      statement.execute("SET LOCAL lock_timeout = " + settings.timeout().toMillis());
    }
  }

  private List<CostlyStatement> costliest(List<CostlyStatement> statements, double total) {
    return statements.stream()
        .filter(each -> !each.others())
        .filter(each -> each.calls() >= settings.leastCalls())
        .filter(each -> each.totalMillis() >= settings.leastShare() * total)
        .sorted(CostlyStatement.COSTLIEST)
        .limit(settings.mostStatements())
        .toList();
  }

  /** Whether the statement could be planned. */
  private boolean wanted(
      Connection connection,
      TableCatalog catalog,
      CostlyStatement statement,
      PlannableStatement plannable,
      List<Wanted> wanted)
      throws SQLException {
    Optional<PlanNode> plan = plan(connection, plannable);
    if (plan.isEmpty()) {
      return false;
    }
    for (Scan scan : Scan.of(plan.get())) {
      new Candidates(catalog, settings)
          .of(scan, statement)
          .ifPresent(candidate -> wanted.add(new Wanted(candidate, statement, plannable)));
    }
    return true;
  }

  private static Optional<PlanNode> plan(Connection connection, PlannableStatement plannable)
      throws SQLException {
    try {
      return Optional.of(Explain.generic(connection, plannable));
    } catch (SQLException e) {
      if (Sentence.ended(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** One proposal for each index; one that another begins with goes into that. */
  private List<IndexProposal> merged(Connection connection, List<Wanted> wanted, double total)
      throws SQLException {
    List<Wanted> longest = new ArrayList<>(wanted);
    longest.sort(
        Comparator.comparingInt((Wanted each) -> each.candidate().keys().size()).reversed());
    List<List<Wanted>> groups = new ArrayList<>();
    for (Wanted each : longest) {
      groups.stream()
          .filter(group -> serves(group.getFirst().candidate(), each.candidate()))
          .findFirst()
          .ifPresentOrElse(
              group -> group.add(each), () -> groups.add(new ArrayList<>(List.of(each))));
    }
    List<IndexProposal> proposals = new ArrayList<>();
    for (List<Wanted> group : groups) {
      proposals.add(proposal(connection, group, total));
    }
    proposals.sort(Comparator.comparingDouble(IndexProposal::share).reversed());
    return List.copyOf(proposals);
  }

  private static boolean serves(Candidate longer, Candidate other) {
    List<String> keys = longer.keys().stream().map(Candidate.Key::written).toList();
    List<String> wanted = other.keys().stream().map(Candidate.Key::written).toList();
    return longer.table().oid() == other.table().oid()
        && longer.predicate().equals(other.predicate())
        && keys.size() >= wanted.size()
        && keys.subList(0, wanted.size()).equals(wanted);
  }

  private IndexProposal proposal(Connection connection, List<Wanted> group, double total)
      throws SQLException {
    Candidate candidate = group.getFirst().candidate();
    List<Wanted> costliest =
        group.stream()
            .sorted(Comparator.comparing(Wanted::statement, CostlyStatement.COSTLIEST))
            .toList();
    List<CostlyStatement> statements =
        costliest.stream().map(Wanted::statement).distinct().toList();
    DeclaredIndex index = candidate.index();
    Wanted first = costliest.getFirst();
    return new IndexProposal(
        index,
        candidate.keys().stream().map(Candidate.Key::written).toList(),
        statements.stream().map(CostlyStatement::sql).toList(),
        statements.stream().mapToDouble(CostlyStatement::totalMillis).sum() / total,
        first.candidate().scan().replaced().render(),
        Math.round(candidate.table().rows()),
        candidate.table().readsPerWrite(),
        first.candidate().basis(),
        estimate(connection, index, first.plannable()));
  }

  /** By an index that only the planner of this session sees, where hypopg is installed. */
  private @Nullable Estimate estimate(
      Connection connection, DeclaredIndex index, PlannableStatement plannable)
      throws SQLException {
    var before = connection.setSavepoint();
    try (PreparedStatement create =
        connection.prepareStatement("SELECT * FROM hypopg_create_index(?)")) {
      if (!hypothetical(connection)) {
        return null;
      }
      double without = Explain.generic(connection, plannable).cost();
      create.setString(1, index.ddl().replace(" CONCURRENTLY", ""));
      create.execute();
      double with = Explain.generic(connection, plannable).cost();
      try (Statement reset = connection.createStatement()) {
        reset.execute("SELECT hypopg_reset()");
      }
      return new Estimate(without, with);
    } catch (SQLException e) {
      if (Sentence.ended(e)) {
        throw e;
      }
      return null;
    } finally {
      connection.rollback(before);
    }
  }

  private static boolean hypothetical(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT to_regproc('hypopg_create_index') IS NOT NULL")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Without those that a proposal mends as well. */
  private List<CatalogFinding> findings(
      Connection connection, List<IndexProposal> proposals, List<String> notes) {
    try {
      begin(connection);
      return new CatalogChecks(source, settings)
          .run(connection).stream()
              .filter(each -> proposals.stream().noneMatch(proposal -> mends(proposal, each)))
              .toList();
    } catch (PgSqlException e) {
      notes.add(
          unchecked(e.getCause() instanceof SQLException cause ? cause : new SQLException(e)));
    } catch (SQLException e) {
      notes.add(unchecked(e));
    }
    return List.of();
  }

  private String unchecked(SQLException refused) {
    return "The catalogue could not be checked: "
        + Sentence.of(refused, List.of(), settings.timeout());
  }

  private static boolean mends(IndexProposal proposal, CatalogFinding finding) {
    String open = proposal.index().definition().replaceFirst("\\)$", "");
    return finding.kind() == CatalogFinding.Kind.FOREIGN_KEY_WITHOUT_INDEX
        && finding.table().equals(proposal.index().table())
        && !proposal.index().definition().contains(" WHERE ")
        && finding.ddl().endsWith(")")
        && (open + ",")
            .startsWith(
                finding.ddl().substring(finding.ddl().lastIndexOf('('), finding.ddl().length() - 1)
                    + ",");
  }

  /** What the catalogue alone shows, without any statement. */
  public List<CatalogFinding> findings() throws SQLException {
    try (Connection connection = source.getConnection()) {
      return new CatalogChecks(source, settings).run(connection);
    }
  }
}
