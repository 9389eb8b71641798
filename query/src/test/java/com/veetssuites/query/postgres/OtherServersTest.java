package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ExternalPostgres;
import com.veetssuites.testing.PostgresExtension;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** What differs between servers: their version, and whether they count statements themselves. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class OtherServersTest {

  private static void people(DataSource source) throws SQLException {
    Sql.run(
        source,
        "CREATE TABLE people (id bigint PRIMARY KEY, code int, email varchar(100))",
        "INSERT INTO people SELECT n, n, 'P' || n FROM generate_series(1, 20000) n",
        "ANALYZE people");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 5; i++) {
        statement.execute("SELECT count(*) FROM people");
      }
      statement.execute("SELECT pg_stat_force_next_flush()");
    }
  }

  @Test
  void the_oldest_supported_version_plans_builds_and_cleans_up_alike() throws Exception {
    try (ExternalPostgres server = ExternalPostgres.start(Path.of("target/postgresql-15.jar"))) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(
          "jdbc:postgresql://127.0.0.1:"
              + URI.create(server.databaseUrl()).getPort()
              + "/postgres");
      source.setUser("postgres");
      source.setPassword("postgres");
      assertThat(Sql.text(source, "SHOW server_version")).startsWith("15.");
      people(source);

      Advice advice =
          new IndexAdvisor(source, AdvisorSettings.usual())
              .advise(
                  List.of(
                      new CostlyStatement("select * from people where code = ?", 9, 9, 9),
                      new CostlyStatement(
                          "select * from people where lower(email) in (?, …)", 9, 9, 9)));
      assertThat(advice.proposals())
          .extracting(each -> each.index().definition())
          .containsExactlyInAnyOrder("(code)", "(lower(email))");
      BuildReport report =
          new IndexBuilder(source, Duration.ofSeconds(5), BuildListener.NONE)
              .build(advice.proposals().stream().map(IndexProposal::index).toList());
      assertThat(report.complete()).isTrue();
      assertThat(new Vacuum(source, Duration.ofSeconds(5), VacuumListener.NONE).run(List.of()))
          .extracting(VacuumResult::outcome)
          .containsExactly(VacuumResult.Outcome.DONE);
      assertThat(new CostlyStatements(source).read(10)).isEmpty();
    }
  }

  @Test
  void a_server_that_counts_statements_tells_the_costliest() throws IOException, SQLException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .start()) {
      DataSource source = server.getPostgresDatabase();
      assertThat(new CostlyStatements(source).read(10)).isEmpty();
      Sql.run(
          source, "CREATE SCHEMA \"Odd\"", "CREATE EXTENSION pg_stat_statements SCHEMA \"Odd\"");
      people(source);
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        for (int i = 0; i < 200; i++) {
          statement.execute("SELECT * FROM people WHERE code = " + i);
        }
      }

      List<CostlyStatement> statements = new CostlyStatements(source).read(1_000).orElseThrow();
      assertThat(statements)
          .filteredOn(each -> each.sql().equals("SELECT * FROM people WHERE code = $1"))
          .singleElement()
          .satisfies(each -> {
            assertThat(each.calls()).isEqualTo(200);
            assertThat(each.rows()).isEqualTo(199);
            assertThat(each.totalMillis()).isPositive();
          });
      assertThat(new IndexAdvisor(source, AdvisorSettings.usual()).advise(statements).proposals())
          .extracting(each -> each.index().definition())
          .containsExactly("(code)");
      assertThat(new CostlyStatements(source).read(2).orElseThrow())
          .hasSize(3)
          .anySatisfy(each -> assertThat(each.others()).isTrue());
    }
  }

  @Test
  void an_extension_whose_library_is_not_loaded_counts_as_none(DataSource source)
      throws SQLException {
    Sql.run(source, "CREATE EXTENSION pg_stat_statements");
    assertThat(new CostlyStatements(source).read(10)).isEmpty();
  }
}
