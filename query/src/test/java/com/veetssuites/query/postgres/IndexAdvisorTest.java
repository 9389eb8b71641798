package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is missing is proposed with the right columns, and the database uses it once it is there;
 * what would not help is not proposed.
 */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class IndexAdvisorTest {

  private DataSource source = new org.postgresql.ds.PGSimpleDataSource();

  /** A statement that needs an index, which one, and values that it is asked with. */
  enum Missing {
    EQUALITY("SELECT * FROM people WHERE code = ?", "people (code)", 77),
    EQUALITY_AND_ORDER(
        "SELECT * FROM visits WHERE person_id = ? ORDER BY at", "visits (person_id, at)", 77),
    ORDER_AND_LIMIT(
        "SELECT * FROM visits ORDER BY at DESC, id DESC LIMIT ?", "visits (at, id)", 10),
    RANGE("SELECT * FROM visits WHERE paid >= ? AND paid < ?", "visits (paid)", 100, 102),
    COMPOSITE("SELECT * FROM people WHERE city_id = ? AND age = ?", "people (city_id, age)", 3, 40),
    EXPRESSION("SELECT * FROM people WHERE lower(email) = ?", "people (lower(email))", "p7@x.org"),
    FOREIGN_KEY("SELECT count(*) FROM lines WHERE visit_id = ?", "lines (visit_id)", 7),
    INNER_SIDE_OF_A_JOIN(
        "SELECT * FROM people p JOIN notes n ON n.person_id = p.id WHERE p.id IN (?, ?)",
        "notes (person_id)",
        7,
        8),
    JUNCTION(
        "SELECT * FROM visits v WHERE EXISTS (SELECT 1 FROM visit_tags t"
            + " WHERE t.visit_id = v.id AND t.tag_id = ?)",
        "visit_tags (tag_id)",
        7),
    PART_OF_THE_ROWS(
        "SELECT * FROM visits WHERE NOT done ORDER BY paid LIMIT ?",
        "visits (paid) WHERE NOT done",
        5),
    EQUALITY_AND_RANGE(
        "SELECT * FROM lines WHERE product_id = ? AND at > ?::timestamptz",
        "lines (product_id, at)",
        7,
        "2020-01-01");

    private final String sql;
    private final String index;
    private final List<Object> values;

    Missing(String sql, String index, Object... values) {
      this.sql = sql;
      this.index = index;
      this.values = List.of(values);
    }
  }

  @BeforeEach
  void school(DataSource source) throws SQLException {
    this.source = source;
    Sql.run(
        source,
        "CREATE TABLE people (id bigint PRIMARY KEY, email varchar(200) NOT NULL, code int,"
            + " city_id int, age int, active boolean, state text, life text, x xid,"
            + " nick text COLLATE \"C\")",
        "INSERT INTO people SELECT n, 'P' || n || '@x.org', n, n % 100, (n / 100) % 100, n % 2 = 0,"
            + " CASE WHEN n % 50 = 0 THEN 'rare' ELSE 'usual' END,"
            + " repeat(n::text || ' ', 100), (n::text)::xid, 'n' || n"
            + " FROM generate_series(1, 20000) n",
        "CREATE TABLE visits (id bigint PRIMARY KEY, person_id bigint REFERENCES people,"
            + " at timestamptz, paid int, done boolean NOT NULL)",
        "INSERT INTO visits SELECT n, n % 5000, now() - n * interval '1 minute', n, n % 10 <> 0"
            + " FROM generate_series(1, 50000) n WHERE n % 5000 > 0",
        "CREATE TABLE lines (id bigint PRIMARY KEY, visit_id bigint, product_id int,"
            + " at timestamptz)",
        "INSERT INTO lines SELECT n, n % 10000, n % 500, now() - n * interval '1 minute'"
            + " FROM generate_series(1, 50000) n",
        "CREATE TABLE notes (id bigint PRIMARY KEY, person_id bigint, text text)",
        "INSERT INTO notes SELECT n, n % 20000, 'x' FROM generate_series(1, 50000) n",
        "CREATE TABLE visit_tags (visit_id bigint, tag_id int, PRIMARY KEY (visit_id, tag_id))",
        "INSERT INTO visit_tags SELECT n, n % 3000 FROM generate_series(1, 50000) n",
        "CREATE TABLE tiny (id bigint PRIMARY KEY, name text)",
        "INSERT INTO tiny SELECT n, 'n' || n FROM generate_series(1, 300) n",
        "CREATE TABLE log (id bigint PRIMARY KEY, name text)",
        "INSERT INTO log SELECT n, 'n' || n FROM generate_series(1, 20000) n",
        "ANALYZE");
    read("people", "visits", "lines", "notes", "visit_tags", "tiny");
  }

  /** More than is written, as an application reads. */
  private void read(String... tables) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 3; i++) {
        for (String table : tables) {
          statement.execute("SELECT count(*) FROM " + table);
        }
      }
      statement.execute("SELECT pg_stat_force_next_flush()");
    }
  }

  private static CostlyStatement costly(String sql) {
    return new CostlyStatement(normal(sql), 100, 0, 10_000);
  }

  /** As a store keeps it. */
  private static String normal(String sql) {
    var store = new com.veetssuites.query.StatementStore(10, java.time.Clock.systemUTC());
    return store.of(sql).sql();
  }

  private Advice advise(CostlyStatement... statements) throws SQLException {
    return new IndexAdvisor(source, AdvisorSettings.usual()).advise(List.of(statements));
  }

  private String plan(Missing missing) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement("EXPLAIN " + missing.sql)) {
      for (int i = 0; i < missing.values.size(); i++) {
        statement.setObject(i + 1, missing.values.get(i));
      }
      StringBuilder text = new StringBuilder();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          text.append(row.getString(1)).append('\n');
        }
      }
      return text.toString();
    }
  }

  private static String described(IndexProposal proposal) {
    return proposal.index().table() + " " + proposal.index().definition();
  }

  @ParameterizedTest
  @EnumSource
  void what_is_missing_is_proposed_and_used_once_it_is_there(Missing missing) throws SQLException {
    Advice advice = advise(costly(missing.sql));

    assertThat(advice.proposals())
        .extracting(IndexAdvisorTest::described)
        .containsExactly(missing.index);
    IndexProposal proposal = advice.proposals().getFirst();
    assertThat(proposal.share()).isEqualTo(1);
    assertThat(proposal.plan()).contains("Seq Scan on");
    assertThat(proposal.basis()).endsWith(".");
    assertThat(proposal.readsPerWrite()).isGreaterThanOrEqualTo(3);
    assertThat(proposal.estimate()).isNull();

    assertThat(plan(missing)).doesNotContain(proposal.index().name());
    BuildReport built =
        new IndexBuilder(source, Duration.ofSeconds(5), BuildListener.NONE)
            .build(List.of(proposal.index()));
    assertThat(built.complete()).isTrue();
    Sql.run(source, "ANALYZE");
    assertThat(plan(missing)).contains(proposal.index().name());
    assertThat(advise(costly(missing.sql)).proposals()).isEmpty();
  }

  @Test
  void all_of_them_are_proposed_together_and_alike_ones_once() throws SQLException {
    List<CostlyStatement> all = new ArrayList<>();
    for (Missing each : Missing.values()) {
      all.add(costly(each.sql));
    }
    all.add(costly("SELECT at FROM visits WHERE person_id = ?"));
    Advice advice = new IndexAdvisor(source, AdvisorSettings.usual()).advise(all);
    assertThat(advice.proposals())
        .extracting(IndexAdvisorTest::described)
        .containsExactlyInAnyOrder(
            java.util.Arrays.stream(Missing.values())
                .map(each -> each.index)
                .toArray(String[]::new));
    IndexProposal first = advice.proposals().getFirst();
    assertThat(described(first)).isEqualTo("visits (person_id, at)");
    assertThat(first.statements()).hasSize(2);
    assertThat(first.index().name()).isEqualTo("visits_person_id_at_idx");
    // The foreign key of the same column needs no finding of its own.
    assertThat(advice.findings()).isEmpty();
    String migration =
        IndexBuilder.asMigration(advice.proposals().stream().map(IndexProposal::index).toList());
    assertThat(migration)
        .contains("CREATE INDEX IF NOT EXISTS visits_person_id_at_idx ON visits (person_id, at);");
  }

  private void proposesNothing(String sql) throws SQLException {
    assertThat(advise(costly(sql)).proposals()).isEmpty();
  }

  @Test
  void a_filter_that_leaves_many_rows_is_not_helped() throws SQLException {
    proposesNothing("SELECT * FROM people WHERE active = ?");
    proposesNothing("SELECT * FROM people WHERE active");
    proposesNothing("SELECT * FROM people WHERE state = ?");
    proposesNothing("SELECT * FROM people WHERE state = ? AND active = ?");
    proposesNothing("SELECT * FROM people WHERE state IS NOT NULL");
  }

  @Test
  void a_tiny_table_is_read_as_a_whole() throws SQLException {
    proposesNothing("SELECT * FROM tiny WHERE name = ?");
  }

  @Test
  void a_table_that_is_written_more_than_read_keeps_its_indexes_few() throws SQLException {
    Sql.run(source, "UPDATE log SET name = name || 'x'", "SELECT pg_stat_force_next_flush()");
    proposesNothing("SELECT * FROM log WHERE name = ?");
    read("log", "log", "log");
    assertThat(advise(costly("SELECT * FROM log WHERE name = ?")).proposals()).hasSize(1);
  }

  @Test
  void what_an_index_begins_with_already_is_not_proposed() throws SQLException {
    Sql.run(
        source,
        "CREATE INDEX people_code_age ON people (code, age)",
        "CREATE INDEX people_mail ON people (lower(email), id)",
        "CREATE INDEX lines_part ON lines (visit_id) WHERE visit_id IS NOT NULL",
        // As if they did not pay, which is not for the advisor to doubt.
        "ALTER DATABASE "
            + Sql.text(source, "SELECT current_database()")
            + " SET enable_indexscan = off",
        "ALTER DATABASE "
            + Sql.text(source, "SELECT current_database()")
            + " SET enable_bitmapscan = off");
    proposesNothing("SELECT * FROM people WHERE code = ?");
    proposesNothing("SELECT * FROM people WHERE code = ? AND age = ?");
    proposesNothing("SELECT * FROM people WHERE lower(email) = ?");
    proposesNothing("SELECT * FROM people WHERE id = ? AND city_id = ?");
    // A partial index counts only where its condition is in the statement.
    proposesNothing("SELECT * FROM lines WHERE visit_id = ? AND visit_id IS NOT NULL");
    assertThat(advise(costly("SELECT * FROM lines WHERE visit_id = ?")).proposals()).hasSize(1);
  }

  @Test
  void what_no_ordinary_index_serves_is_not_proposed() throws SQLException {
    proposesNothing("SELECT * FROM people WHERE nick LIKE ?");
    proposesNothing("SELECT * FROM people WHERE nick LIKE '%x' ORDER BY nick LIMIT 10");
    proposesNothing("SELECT * FROM people WHERE nick <> ?");
    proposesNothing("SELECT * FROM people WHERE code = ? OR age = ?");
    proposesNothing("SELECT * FROM people WHERE x = ?::xid");
    proposesNothing("SELECT * FROM people WHERE life = ?");
    proposesNothing("SELECT * FROM people WHERE code + age = ?");
    proposesNothing("SELECT * FROM visits WHERE date(at) = ?::date");
    proposesNothing("SELECT * FROM people ORDER BY nick COLLATE \"POSIX\" LIMIT 5");
    proposesNothing("SELECT * FROM people ORDER BY random() LIMIT 5");
  }

  @Test
  void what_takes_little_time_or_is_seldom_run_is_not_worth_it() throws SQLException {
    String sql = "SELECT * FROM people WHERE code = ?";
    CostlyStatement other = new CostlyStatement("SELECT ?", 1_000, 0, 1_000_000);
    assertThat(advise(new CostlyStatement(sql, 100, 0, 100), other).proposals()).isEmpty();
    assertThat(advise(new CostlyStatement(sql, 4, 0, 1_000_000), other).proposals()).isEmpty();
    assertThat(advise(new CostlyStatement(sql, 100, 0, 1_000_000), other).proposals())
        .singleElement()
        .satisfies(each -> assertThat(each.share()).isEqualTo(0.5));
  }

  @Test
  void a_write_is_not_planned_and_what_cannot_be_planned_is_told() throws SQLException {
    Advice advice =
        advise(
            costly("DELETE FROM people WHERE code = ?"),
            costly("SELECT * FROM nowhere WHERE code = ?"),
            costly("SELECT * FROM people WHERE code = ?"));
    assertThat(advice.proposals()).hasSize(1);
    assertThat(advice.notes())
        .containsExactly(
            "1 of the costliest statements could not be planned without their values.");
    assertThat(Sql.number(source, "SELECT count(*) FROM people")).isEqualTo(20_000);
  }

  @Test
  void an_open_range_is_proposed_where_its_calls_read_little() throws SQLException {
    String sql = "SELECT * FROM visits WHERE paid > ?";
    assertThat(advise(new CostlyStatement(sql, 100, 2_000_000, 100)).proposals()).isEmpty();
    assertThat(advise(new CostlyStatement(sql, 100, 2_000, 100)).proposals())
        .extracting(IndexAdvisorTest::described)
        .containsExactly("visits (paid)");
  }

  @Test
  void a_side_of_a_join_whose_rows_all_come_out_is_left_alone() throws SQLException {
    proposesNothing("SELECT * FROM notes n LEFT JOIN people p ON p.id = n.person_id AND p.id = ?");
    proposesNothing("SELECT * FROM notes n JOIN visits v ON n.person_id = v.person_id");
  }

  @Test
  void the_planner_is_asked_where_it_can_imagine_an_index() throws SQLException {
    // What hypopg does in memory, done for real in a transaction that is rolled back.
    Sql.run(
        source,
        """
        CREATE FUNCTION hypopg_create_index(ddl text) RETURNS TABLE (indexrelid oid, indexname text)
        LANGUAGE plpgsql AS $$
        BEGIN
          EXECUTE ddl;
          RETURN QUERY SELECT 1::oid, 'imagined'::text;
        END $$
        """,
        "CREATE FUNCTION hypopg_reset() RETURNS void LANGUAGE sql AS ''");
    IndexProposal proposal =
        advise(costly("SELECT * FROM people WHERE code = ?")).proposals().getFirst();
    assertThat(proposal.estimate()).isNotNull();
    if (proposal.estimate() != null) {
      assertThat(proposal.estimate().costAfter()).isLessThan(proposal.estimate().costBefore() / 10);
    }
    assertThat(Sql.text(source, "SELECT to_regclass('people_code_idx')")).isEqualTo("null");
  }
}
