package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.CatalogFinding.Kind;
import io.github.mfvanek.pg.connection.PgConnection;
import io.github.mfvanek.pg.connection.PgConnectionImpl;
import io.github.mfvanek.pg.connection.host.PgHostImpl;
import io.github.mfvanek.pg.core.checks.host.DuplicatedIndexesCheckOnHost;
import io.github.mfvanek.pg.core.checks.host.ForeignKeysNotCoveredWithIndexCheckOnHost;
import io.github.mfvanek.pg.core.checks.host.IntersectedIndexesCheckOnHost;
import io.github.mfvanek.pg.core.checks.host.InvalidIndexesCheckOnHost;
import io.github.mfvanek.pg.core.checks.host.UnusedIndexesCheckOnHost;
import io.github.mfvanek.pg.model.column.ColumnNameAware;
import io.github.mfvanek.pg.model.constraint.ForeignKey;
import io.github.mfvanek.pg.model.context.PgContext;
import io.github.mfvanek.pg.model.index.DuplicatedIndexes;
import io.github.mfvanek.pg.model.index.Index;
import io.github.mfvanek.pg.model.index.UnusedIndex;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The checks of pg-index-health, each finding with the statement that mends it. An index that keeps
 * a rule (primary key, unique, replica identity, exclusion) is never to be dropped.
 */
final class CatalogChecks {

  private final PgConnection asked;
  private final AdvisorSettings settings;

  CatalogChecks(DataSource source, AdvisorSettings settings) {
    this.asked =
        PgConnectionImpl.of(
            new PatientSource(source, settings.timeout()),
            PgHostImpl.ofUrl("jdbc:postgresql://localhost:5432/any"));
    this.settings = settings;
  }

  List<CatalogFinding> run(Connection connection) throws SQLException {
    List<CatalogFinding> findings = new ArrayList<>();
    for (String schema : settings.schemas()) {
      PgContext context = PgContext.of(schema);
      new ForeignKeysNotCoveredWithIndexCheckOnHost(asked)
          .check(context)
          .forEach(each -> findings.add(foreignKey(each)));
      for (Index each : new InvalidIndexesCheckOnHost(asked).check(context)) {
        IndexFacts index = facts(connection, each.getIndexName());
        if (index.droppable() && !index.building()) {
          findings.add(
              drop(
                  Kind.INVALID_INDEX,
                  each.getTableName(),
                  each.getIndexName(),
                  "It is the rest of a failed build: no query reads it, and every write pays for it."));
        }
      }
      List<CatalogFinding> same = doubles(connection, context);
      findings.addAll(same);
      for (UnusedIndex each : new UnusedIndexesCheckOnHost(asked).check(context)) {
        unused(connection, each, same, findings);
      }
    }
    return List.copyOf(findings);
  }

  private static CatalogFinding foreignKey(ForeignKey key) {
    List<String> columns = key.getColumns().stream().map(ColumnNameAware::getColumnName).toList();
    String name =
        Names.index(key.getTableName() + "_" + String.join("_", columns).replace("\"", ""));
    return new CatalogFinding(
        Kind.FOREIGN_KEY_WITHOUT_INDEX,
        key.getTableName(),
        name,
        "The foreign key %s has no index: deleting a row that it refers to reads the whole table."
            .formatted(key.getConstraintName()),
        "CREATE INDEX CONCURRENTLY %s ON %s (%s)"
            .formatted(name, key.getTableName(), String.join(", ", columns)));
  }

  private static CatalogFinding drop(Kind kind, String table, String index, String message) {
    return new CatalogFinding(kind, table, index, message, "DROP INDEX CONCURRENTLY " + index);
  }

  /**
   * What may be done to an index.
   *
   * @param droppable whether it keeps no rule
   */
  private record IndexFacts(
      boolean droppable,
      boolean building,
      int keys,
      String method,
      String plain,
      long tableReads,
      double days,
      boolean valid) {}

  private static IndexFacts facts(Connection connection, String index) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT NOT (i.indisvalid AND i.indisunique OR i.indisprimary OR i.indisexclusion
                    OR i.indisreplident)
                AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid),
                EXISTS (SELECT FROM pg_stat_progress_create_index p
                    WHERE p.index_relid = i.indexrelid),
                i.indnkeyatts, m.amname,
                concat_ws(' ', m.amname, i.indclass::text, i.indcollation::text,
                    i.indoption::text),
                coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0),
                extract(epoch FROM now() - coalesce(
                    (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()),
                    pg_postmaster_start_time())) / 86400,
                i.indisvalid
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_am m ON m.oid = c.relam
            LEFT JOIN pg_stat_all_tables s ON s.relid = i.indrelid
            WHERE i.indexrelid = to_regclass(?)
            """)) {
      statement.setString(1, index);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new IndexFacts(
                row.getBoolean(1),
                row.getBoolean(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getDouble(7),
                row.getBoolean(8))
            : new IndexFacts(false, false, 0, "", "", 0, 0, false);
      }
    }
  }

  private List<CatalogFinding> doubles(Connection connection, PgContext context)
      throws SQLException {
    List<CatalogFinding> findings = new ArrayList<>();
    for (DuplicatedIndexes each : new DuplicatedIndexesCheckOnHost(asked).check(context)) {
      List<String> names = new ArrayList<>();
      for (String name : each.getIndexNames()) {
        if (facts(connection, name).valid()) {
          names.add(name);
        }
      }
      // The one that keeps a rule stays; otherwise the first by name.
      List<String> droppable = new ArrayList<>();
      for (String name : names.stream().sorted().toList()) {
        if (facts(connection, name).droppable()) {
          droppable.add(name);
        }
      }
      if (!droppable.isEmpty() && droppable.size() == names.size()) {
        droppable.removeFirst();
      }
      for (String name : droppable) {
        String kept =
            names.stream().filter(one -> !droppable.contains(one)).sorted().findFirst().orElse("");
        findings.add(
            drop(
                Kind.DUPLICATE_INDEX,
                each.getTableName(),
                name,
                "It is the same as %s.".formatted(kept)));
      }
    }
    for (DuplicatedIndexes each : new IntersectedIndexesCheckOnHost(asked).check(context)) {
      covered(connection, each, findings);
    }
    return findings;
  }

  /** The shorter of two b-trees that begin alike, in the same order. */
  private static void covered(
      Connection connection, DuplicatedIndexes pair, List<CatalogFinding> findings)
      throws SQLException {
    List<String> names = pair.getIndexNames();
    if (names.size() != 2) {
      return;
    }
    IndexFacts one = facts(connection, names.getFirst());
    IndexFacts two = facts(connection, names.getLast());
    boolean first = one.keys() < two.keys();
    IndexFacts less = first ? one : two;
    IndexFacts more = first ? two : one;
    String name = first ? names.getFirst() : names.getLast();
    String by = first ? names.getLast() : names.getFirst();
    boolean known = findings.stream().anyMatch(each -> each.index().equals(name));
    if (less.keys() < more.keys()
        && less.valid()
        && more.valid()
        && less.droppable()
        && less.method().equals("btree")
        && begins(less.plain(), more.plain())
        && !known) {
      findings.add(
          drop(
              Kind.COVERED_INDEX,
              pair.getTableName(),
              name,
              "%s begins with the same columns and serves the same queries.".formatted(by)));
    }
  }

  private static boolean begins(String less, String more) {
    String[] one = less.split(" ", -1);
    String[] two = more.split(" ", -1);
    int keys = (one.length - 1) / 3;
    int others = (two.length - 1) / 3;
    for (int list = 0; list < 3; list++) {
      for (int key = 0; key < keys; key++) {
        if (!one[1 + list * keys + key].equals(two[1 + list * others + key])) {
          return false;
        }
      }
    }
    return one[0].equals(two[0]);
  }

  private void unused(
      Connection connection,
      UnusedIndex index,
      List<CatalogFinding> same,
      List<CatalogFinding> findings)
      throws SQLException {
    IndexFacts facts = facts(connection, index.getIndexName());
    boolean known = same.stream().anyMatch(each -> each.index().equals(index.getIndexName()));
    double least = settings.unusedAfter().toSeconds() / 86_400.0;
    if (facts.droppable()
        && facts.valid()
        && !known
        && index.getIndexScans() == 0
        && facts.days() >= least
        && facts.tableReads() >= settings.unusedScans()) {
      findings.add(
          drop(
              Kind.UNUSED_INDEX,
              index.getTableName(),
              index.getIndexName(),
              "In %.0f days no query has read it, while its table was read %,d times; a replica of this server may use it."
                  .formatted(facts.days(), facts.tableReads())));
    }
  }
}
