package com.veetssuites.command.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.command.CommandDatabase;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.query.StatementStore;
import com.veetssuites.query.jdbc.StatementArchive;
import com.veetssuites.query.postgres.Migration;
import com.veetssuites.testing.PostgresExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OptimizeDatabaseCommandTest {

  private static final String SCHEMA =
      """
      CREATE TABLE courses (id bigint PRIMARY KEY, title text NOT NULL, teacher bigint NOT NULL);
      -- by teacher
      CREATE INDEX courses_teacher_idx ON courses (teacher, id);
      CREATE INDEX courses_title_idx ON courses (title);
      """;

  @TempDir Path folder;
  private final String url = PostgresExtension.createDatabase();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void schema() throws SQLException {
    execute(
        SCHEMA + "INSERT INTO courses SELECT n, 'c' || n, n % 7 FROM generate_series(1, 5000) n");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandDatabase.Access access =
        other -> {
          if (other != null) {
            throw new CommandFailed("There is no database at " + other + ".");
          }
          PGSimpleDataSource source = new PGSimpleDataSource();
          source.setUrl(url);
          return new CommandDatabase(source, "the database of the test", () -> {});
        };
    CommandLine commandLine =
        new CommandLine(
            new OptimizeDatabaseCommand(
                access, () -> List.of(new Migration("V1__schema.sql", SCHEMA)), () -> folder));
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    commandLine.setExecutionExceptionHandler((failure, line, result) -> {
      line.getErr().println(failure.getMessage());
      line.getErr().flush();
      return 1;
    });
    int code = commandLine.execute(arguments);
    commandLine.getErr().flush();
    commandLine.getOut().flush();
    return code;
  }

  private JsonNode json() {
    return JsonMapper.builder().build().readTree(out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --dry-run                                                    | one of these
          --create-indexes --vacuum                                    | mutually exclusive
          --vacuum --lock-timeout 0                                    | from 1 to 3600
          --analyze-queries --limit 0                                  | from 1 to 1000
          --analyze-queries --url jdbc:sqlite:/x.db                    | only be vacuumed
          --vacuum --as-migration                                      | goes with --analyze-queries
          --vacuum --proposed                                          | goes with --create-indexes
          --vacuum --url jdbc:sqlite::memory:                          | plain path
          --vacuum --url jdbc:sqlite:file:x?mode=rw                    | plain path
          """)
  void wrong_usage_is_told_and_nothing_is_done(String arguments, String complaint) {
    assertThat(run(arguments.strip().split(" +"))).isEqualTo(2);
    assertThat(err.toString()).contains(complaint);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void what_is_declared_and_missing_is_created_and_what_is_there_stays() throws SQLException {
    execute("DROP INDEX courses_title_idx");

    assertThat(run("--create-indexes", "--dry-run")).isZero();
    assertThat(out.toString())
        .contains("CREATE INDEX CONCURRENTLY courses_title_idx ON courses (title);")
        .contains("2 declared: 1 there, 1 to create");

    assertThat(run("--create-indexes", "--json")).isZero();
    JsonNode document = json();
    assertThat(document.get("complete").asBoolean()).isTrue();
    JsonNode created = document.get("indexes").get(1);
    assertThat(created.get("outcome").asString()).isEqualTo("created");
    assertThat(created.get("bytes").asLong()).isPositive();

    assertThat(run("--create-indexes")).isZero();
    assertThat(out.toString()).contains("2 declared: 2 there, 0 created");
  }

  @Test
  void an_index_that_cannot_be_built_makes_it_partly_done() throws SQLException {
    execute("DROP INDEX courses_title_idx; DROP INDEX courses_teacher_idx");
    execute("ALTER TABLE courses RENAME COLUMN title TO name");

    assertThat(run("--create-indexes")).isEqualTo(1);
    assertThat(out.toString())
        .contains("created courses_teacher_idx")
        .contains("failed courses_title_idx on courses:")
        .contains("1 created, 1 failed");
  }

  @Test
  void a_lock_of_somebody_else_is_waited_for_so_long_and_its_holder_named() throws SQLException {
    try (Connection holder = DriverManager.getConnection(url);
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE courses IN ACCESS EXCLUSIVE MODE");
      assertThat(run("--vacuum", "--lock-timeout", "1")).isEqualTo(1);
      assertThat(out.toString()).contains("skipped courses:").contains("idle in transaction");
    }
  }

  @Test
  void tables_are_vacuumed_with_their_sizes_before_and_after() throws SQLException {
    execute("DELETE FROM courses WHERE id > 100");

    assertThat(run("--vacuum", "--json")).isZero();
    JsonNode table = json().get("tables").get(0);
    assertThat(table.get("table").asString()).isEqualTo("public.courses");
    assertThat(table.get("outcome").asString()).isEqualTo("done");
    assertThat(table.get("bytes_after").asLong()).isLessThan(table.get("bytes_before").asLong());
  }

  @Test
  void a_sqlite_file_is_vacuumed_and_a_missing_one_is_not_made() throws SQLException {
    Path file = folder.resolve("old.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t AS SELECT zeroblob(1000000) AS b");
      statement.execute("DELETE FROM t");
    }
    assertThat(run("--vacuum", "--url", "jdbc:sqlite:" + file, "--json")).isZero();
    assertThat(json().get("bytes_after").asLong()).isLessThan(20_000);

    Path missing = folder.resolve("missing.db");
    assertThat(run("--vacuum", "--url", "jdbc:sqlite:" + missing)).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file");
    assertThat(Files.exists(missing)).isFalse();
  }

  @Test
  void costly_statements_are_shown_with_the_index_that_would_help() throws Exception {
    execute(
        """
        CREATE TABLE visits AS SELECT n AS id, n % 2000 AS page, now() AS at FROM generate_series(1, 40000) n;
        ANALYZE visits;
        SELECT count(found) FROM generate_series(1, 10) AS page,
               LATERAL (SELECT count(*) AS found FROM visits WHERE visits.page = page.page) AS reads
        """);
    save("select * from visits where page = ?", 500, 5_000_000);
    save("select ?", 10_000, 1_000);

    Path migration = folder.resolve("V9__indexes.sql");
    assertThat(run("--analyze-queries", "--as-migration=" + migration)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("table query_statements")
        .contains("select * from visits where page = ?")
        .contains("CREATE INDEX CONCURRENTLY visits_page_idx ON");
    assertThat(migration).content().contains("CREATE INDEX IF NOT EXISTS visits_page_idx ON");
    assertThat(run("--analyze-queries", "--as-migration=" + migration)).isEqualTo(1);
    assertThat(err.toString()).contains("is there already");

    assertThat(run("--create-indexes", "--proposed")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("created visits_page_idx");
    assertThat(run("--analyze-queries", "--json")).isZero();
    assertThat(json().get("proposals")).isEmpty();
    assertThat(json().get("statements").get(0).get("calls").asLong()).isEqualTo(500);

    save("select * from visits where page = ?", 100, 10_000);
    assertThat(run("--analyze-queries")).isZero();
    assertThat(out.toString())
        .contains("Index visits_page_idx, created")
        .contains("mean 5.00 → 0.01 ms")
        .contains("(500 calls → 100)");
  }

  private void save(String sql, int calls, long nanos) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    StatementStore store = new StatementStore(10, Clock.systemUTC());
    for (int i = 0; i < calls; i++) {
      store.executed(store.of(sql), nanos, 1, false);
    }
    StatementArchive archive = new StatementArchive(store, source, 10);
    archive.prepare();
    archive.save();
  }
}
