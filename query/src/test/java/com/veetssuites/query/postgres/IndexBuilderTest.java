package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.veetssuites.query.postgres.IndexResult.Outcome;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever happens, an index is there and valid, or not there and the reason is said. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class IndexBuilderTest {

  private static final String SCRIPT =
      """
      CREATE INDEX pupils_name_idx ON pupils (name);
      CREATE UNIQUE INDEX pupils_code_key ON pupils (code) WHERE code IS NOT NULL;
      """;

  private DataSource source = new org.postgresql.ds.PGSimpleDataSource();
  private final Set<String> phases = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void table(DataSource source) throws SQLException {
    this.source = source;
    Sql.run(
        source,
        "CREATE TABLE pupils (id bigint PRIMARY KEY, name text, code int)",
        "INSERT INTO pupils SELECT n, 'p' || n, n FROM generate_series(1, 20000) n");
  }

  private static List<DeclaredIndex> declared(String script) {
    return DeclaredIndexes.of(List.of(new Migration("V1__x.sql", script)));
  }

  private BuildReport build(DataSource from, String script) {
    return builder(from, BuildListener.NONE).build(declared(script));
  }

  private static IndexBuilder builder(DataSource from, BuildListener listener) {
    return new IndexBuilder(from, Duration.ofMillis(500), listener);
  }

  private String indexes() throws SQLException {
    return Sql.text(
        source,
        """
        SELECT string_agg(relname || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END, ', '
            ORDER BY relname)
        FROM pg_index JOIN pg_class ON oid = indexrelid
        WHERE indrelid = 'pupils'::regclass
        """);
  }

  @Test
  void what_is_declared_and_missing_is_built() throws SQLException {
    BuildReport planned = builder(source, BuildListener.NONE).plan(declared(SCRIPT));
    assertThat(planned.results()).extracting(IndexResult::outcome).containsOnly(Outcome.PLANNED);
    assertThat(indexes()).isEqualTo("pupils_pkey");

    BuildReport built = build(source, SCRIPT);
    assertThat(built.refusal()).isEmpty();
    assertThat(built.complete()).isTrue();
    assertThat(built.results())
        .hasSize(2)
        .allSatisfy(each -> {
          assertThat(each.outcome()).isEqualTo(Outcome.CREATED);
          assertThat(each.bytes()).isGreaterThan(100_000);
          assertThat(each.took()).isPositive();
        });
    assertThat(indexes()).isEqualTo("pupils_code_key, pupils_name_idx, pupils_pkey");

    assertThat(build(source, SCRIPT).results())
        .extracting(IndexResult::outcome)
        .containsOnly(Outcome.PRESENT);
  }

  @Test
  void the_rest_of_a_failed_build_is_dropped_and_built_anew() throws SQLException {
    Sql.run(source, "INSERT INTO pupils VALUES (-1, 'x', 7)");
    BuildReport failed = build(source, SCRIPT);
    assertThat(failed.complete()).isFalse();
    assertThat(failed.results().get(1).message())
        .isEqualTo("The table holds duplicates, which a unique index does not allow.");
    assertThat(indexes()).isEqualTo("pupils_name_idx, pupils_pkey");

    // As an interrupted run leaves it.
    try {
      Sql.run(source, "CREATE UNIQUE INDEX CONCURRENTLY pupils_code_key ON pupils (code)");
    } catch (SQLException expected) {
      assertThat(expected.getSQLState()).isEqualTo("23505");
    }
    Sql.run(source, "DELETE FROM pupils WHERE id = -1");
    // And a REINDEX CONCURRENTLY.
    Sql.run(
        source,
        "CREATE INDEX pupils_name_idx_ccnew ON pupils (name)",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'pupils_name_idx_ccnew'::regclass",
        "DROP INDEX pupils_name_idx");
    assertThat(indexes())
        .isEqualTo("pupils_code_key INVALID, pupils_name_idx_ccnew INVALID, pupils_pkey");
    assertThat(
            builder(source, BuildListener.NONE).plan(declared(SCRIPT)).results().get(1).message())
        .contains("invalid rest");

    assertThat(build(source, SCRIPT).complete()).isTrue();
    assertThat(indexes()).isEqualTo("pupils_code_key, pupils_name_idx, pupils_pkey");
  }

  @Test
  void a_lock_of_somebody_else_is_waited_for_a_while_and_its_holder_is_named() throws Exception {
    try (Connection other = Sql.as(source, "", "the-importer").getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE pupils SET name = 'topsecret' WHERE id = 1");

      BuildReport report = build(source, SCRIPT);

      assertThat(report.results().getFirst().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(report.results().getFirst().message())
          .startsWith("A lock was not free within 0.5 s: held by process ")
          .contains("application the-importer", "idle in transaction", "transaction since ")
          .doesNotContain("topsecret", "UPDATE");
      assertThat(indexes()).isEqualTo("pupils_pkey");
      other.rollback();
    }
    assertThat(build(source, SCRIPT).complete()).isTrue();
  }

  @Test
  void a_user_without_permission_is_told_so() throws SQLException {
    Sql.run(
        source,
        "DROP ROLE IF EXISTS reader_builder",
        "CREATE ROLE reader_builder LOGIN PASSWORD 'postgres'",
        "GRANT SELECT ON pupils TO reader_builder");
    BuildReport report = build(Sql.as(source, "reader_builder", ""), SCRIPT);
    assertThat(report.results())
        .allSatisfy(each ->
            assertThat(each.message()).isEqualTo("No permission: must be owner of table pupils."));
    assertThat(indexes()).isEqualTo("pupils_pkey");
    Sql.run(source, "DROP OWNED BY reader_builder", "DROP ROLE reader_builder");
  }

  /** An older snapshot of anything keeps every build from its end. */
  private void stall(Connection other, Statement statement) throws SQLException {
    Sql.run(source, "CREATE TABLE anything (id bigint)");
    other.setAutoCommit(false);
    other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    statement.execute("SELECT * FROM anything");
  }

  @Test
  void a_second_run_says_that_there_is_a_first() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      stall(other, statement);
      CompletableFuture<BuildReport> first =
          CompletableFuture.supplyAsync(() ->
              new IndexBuilder(
                      Sql.as(source, "", "first-run"),
                      Duration.ofSeconds(20),
                      new BuildListener() {
                        @Override
                        public void waiting(DeclaredIndex index, List<LockHolder> holders) {
                          building.countDown();
                        }
                      })
                  .build(declared(SCRIPT)));
      assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();

      BuildReport second = build(source, SCRIPT);
      assertThat(second.refusal())
          .startsWith("Another run is building indexes in this database: process ")
          .contains("first-run");
      assertThat(second.complete()).isFalse();

      // The first builds an index that somebody without the lock would take for a rest.
      assertThat(builder(source, BuildListener.NONE).plan(declared(SCRIPT)).results().getFirst())
          .satisfies(each -> assertThat(each.message()).contains("is building pupils_name_idx"));
      other.rollback();
      assertThat(first.get(20, TimeUnit.SECONDS).complete()).isTrue();
    }
    assertThat(build(source, SCRIPT).complete()).isTrue();
  }

  @Test
  void a_run_that_is_killed_in_the_middle_is_gone_on_with_by_the_next() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    AtomicReference<String> phase = new AtomicReference<>("");
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      stall(other, statement);
      CompletableFuture<BuildReport> run =
          CompletableFuture.supplyAsync(() ->
              new IndexBuilder(
                      Sql.as(source, "", "to-be-killed"),
                      Duration.ofSeconds(20),
                      new BuildListener() {
                        @Override
                        public void progress(DeclaredIndex index, String now, double done) {
                          phases.add(now);
                          phase.set(now);
                          if (now.startsWith("waiting for old")) {
                            building.countDown();
                          }
                        }
                      })
                  .build(declared(SCRIPT)));
      assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(phase.get()).startsWith("waiting for");
      assertThat(indexes()).contains("pupils_name_idx INVALID");
      Sql.run(
          source,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index"
              + " WHERE datname = current_database()");
      other.rollback();

      BuildReport report = run.get(20, TimeUnit.SECONDS);
      assertThat(report.results())
          .extracting(IndexResult::outcome)
          .containsExactly(Outcome.FAILED, Outcome.NOT_TRIED);
      assertThat(report.results().getFirst().message())
          .isEqualTo("The database ended the connection; run it again to go on.");
    }
    assertThat(indexes()).isEqualTo("pupils_pkey");
    assertThat(build(source, SCRIPT).complete()).isTrue();
    assertThat(indexes()).isEqualTo("pupils_code_key, pupils_name_idx, pupils_pkey");
  }

  @Test
  void what_cannot_be_built_does_not_keep_the_others_back() throws SQLException {
    Sql.run(
        source,
        "CREATE TABLE parts (id bigint) PARTITION BY RANGE (id)",
        "CREATE TABLE others (name text)",
        "CREATE INDEX taken_idx ON others (name)");
    BuildReport report =
        build(
            source,
            """
            CREATE INDEX a_idx ON nowhere (id);
            CREATE INDEX b_idx ON pupils (missing);
            CREATE INDEX c_idx ON parts (id);
            CREATE INDEX taken_idx ON pupils (name);
            CREATE INDEX others ON pupils (name);
            CREATE INDEX d_idx ON pupils (name);
            """);
    assertThat(report.results())
        .extracting(IndexResult::message)
        .containsExactly(
            "There is no table nowhere, which V1__x.sql declares an index of: run the migrations"
                + " first.",
            "PostgreSQL refused: column \"missing\" does not exist (42703).",
            "parts is partitioned, and PostgreSQL builds such an index only in one piece: do it in"
                + " a migration.",
            "An index of another table has the name taken_idx already.",
            "There is something else than an index with the name others.",
            "");
    assertThat(report.results().getLast().outcome()).isEqualTo(Outcome.CREATED);
    assertThat(report.complete()).isFalse();
  }

  @Test
  void a_server_that_only_reads_is_not_asked_to_build() throws SQLException {
    String name = Sql.text(source, "SELECT current_database()");
    Sql.run(source, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
    assertThat(build(source, SCRIPT).refusal()).contains("only reads");
  }

  @Test
  void a_full_disk_is_said_in_a_sentence() {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> Sql.run(source, "DO $$ BEGIN RAISE disk_full; END $$"))
        .satisfies(full ->
            assertThat(Sentence.of(full, List.of(), Duration.ZERO))
                .isEqualTo("The disk of the database is full."));
  }

  @Test
  void a_migration_finds_the_index_that_was_built_before_it() throws SQLException {
    assertThat(build(source, SCRIPT).complete()).isTrue();
    String migration = IndexBuilder.asMigration(declared(SCRIPT));
    assertThat(migration)
        .contains(
            "CREATE UNIQUE INDEX IF NOT EXISTS pupils_code_key ON pupils (code) WHERE code IS NOT"
                + " NULL;");
    Sql.run(source, "BEGIN", migration, "COMMIT");
    assertThat(declared(migration))
        .extracting(DeclaredIndex::ddl)
        .isEqualTo(declared(SCRIPT).stream().map(DeclaredIndex::ddl).toList());
  }
}
