package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.postgres.VacuumResult.Outcome;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class VacuumTest {

  private final List<VacuumResult> told = new ArrayList<>();

  private final VacuumListener listener =
      new VacuumListener() {
        @Override
        public void finished(VacuumResult result) {
          told.add(result);
        }
      };

  private Vacuum vacuum(DataSource source) {
    return new Vacuum(source, Duration.ofMillis(300), listener);
  }

  private static void tables(DataSource source) throws SQLException {
    Sql.run(
        source,
        "CREATE SCHEMA other",
        "CREATE TABLE big (id bigint PRIMARY KEY, text text) WITH (autovacuum_enabled = off)",
        "CREATE TABLE \"Odd name\" (id bigint)",
        "CREATE TABLE other.far (id bigint)",
        "CREATE TEMP TABLE mine (id bigint)",
        "INSERT INTO big SELECT n, repeat('x', 200) FROM generate_series(1, 20000) n",
        "DELETE FROM big WHERE id > 100",
        "SELECT pg_stat_force_next_flush()");
  }

  @Test
  void the_room_of_deleted_rows_is_given_back(DataSource source) throws SQLException {
    tables(source);
    List<VacuumResult> planned = vacuum(source).plan(List.of());
    assertThat(planned).extracting(VacuumResult::table).containsExactly("far", "Odd name", "big");
    assertThat(planned).extracting(VacuumResult::outcome).containsOnly(Outcome.PLANNED);
    told.clear();

    List<VacuumResult> results = vacuum(source).run(List.of("public"));

    assertThat(results).isEqualTo(told);
    assertThat(results).extracting(VacuumResult::table).containsExactly("Odd name", "big");
    VacuumResult big = results.getLast();
    assertThat(big.outcome()).isEqualTo(Outcome.DONE);
    assertThat(big.deadBefore()).isEqualTo(19_900);
    assertThat(big.deadAfter()).isZero();
    assertThat(big.bytesBefore()).isGreaterThan(4_000_000);
    assertThat(big.bytesAfter()).isLessThan(big.bytesBefore() / 4);
  }

  @Test
  void a_locked_table_is_skipped_and_its_holder_named(DataSource source) throws SQLException {
    tables(source);
    try (Connection other = Sql.as(source, "", "the-importer").getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE big IN ACCESS EXCLUSIVE MODE");

      List<VacuumResult> results = vacuum(source).run(List.of());

      assertThat(results)
          .extracting(VacuumResult::outcome)
          .containsExactly(Outcome.DONE, Outcome.DONE, Outcome.SKIPPED);
      assertThat(results.getLast().message())
          .startsWith("A lock was not free within 0.3 s: held by process ")
          .contains("the-importer");
    }
  }

  @Test
  void tables_of_others_are_left_out(DataSource source) throws SQLException {
    tables(source);
    Sql.run(
        source,
        "DROP ROLE IF EXISTS vacuumer",
        "CREATE ROLE vacuumer LOGIN PASSWORD 'postgres'",
        "ALTER TABLE other.far OWNER TO vacuumer",
        "GRANT USAGE ON SCHEMA other TO vacuumer");
    List<VacuumResult> results = vacuum(Sql.as(source, "vacuumer", "")).run(List.of());
    assertThat(results).extracting(VacuumResult::table).containsExactly("far");
    assertThat(results).extracting(VacuumResult::outcome).containsOnly(Outcome.DONE);
    Sql.run(
        source,
        "REASSIGN OWNED BY vacuumer TO postgres",
        "DROP OWNED BY vacuumer",
        "DROP ROLE vacuumer");
  }
}
