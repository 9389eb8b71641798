package com.veetssuites.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.CommandFailed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://ann:secret@db.example.com:6432/school",
        "postgresql://ann:secret@db.example.com:6432/school",
        "jdbc:postgresql://ann:secret@db.example.com:6432/school",
        "jdbc:postgresql://db.example.com:6432/school?user=ann&password=secret",
        "  postgres://ann:secret@db.example.com:6432/school\n"
      })
  void every_form_is_read(String text) {
    assertThat(DatabaseUrl.parse(text))
        .isEqualTo(new DatabaseUrl("db.example.com", 6432, "school", "ann", "secret", Map.of()));
  }

  @Test
  void the_port_is_5432_unless_given() {
    assertThat(DatabaseUrl.parse("postgres://ann:secret@db/school").port()).isEqualTo(5432);
  }

  @Test
  void credentials_are_percent_decoded_and_a_plus_stays_a_plus() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://a%40nn:p%3A%2F%40+%25%C3%A9@db/sch%20ool");
    assertThat(url.user()).isEqualTo("a@nn");
    assertThat(url.password()).isEqualTo("p:/@+%é");
    assertThat(url.database()).isEqualTo("sch ool");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/sch+ool");
  }

  @Test
  void a_password_may_hold_separators_as_they_are() {
    DatabaseUrl url =
        DatabaseUrl.parse("postgres://ann:p@s:s/w?rd#1@db:5433/school?sslmode=require");
    assertThat(url.password()).isEqualTo("p@s:s/w?rd#1");
    assertThat(url.host()).isEqualTo("db");
    assertThat(url.port()).isEqualTo(5433);
  }

  @Test
  void an_ipv6_host_is_read_and_written_in_brackets() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://ann:secret@[::1]:5433/school");
    assertThat(url.host()).isEqualTo("::1");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/school");
    assertThat(url).hasToString("postgres://ann@[::1]:5433/school");
  }

  @Test
  void parameters_are_passed_on_under_the_names_of_the_driver() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://ann:s@db/school?sslmode=verify-full&connect_timeout=3&sslrootcert=/etc/a%20b.pem");
    assertThat(url.jdbcUrl())
        .isEqualTo(
            "jdbc:postgresql://db:5432/school?sslmode=verify-full&connectTimeout=3&sslrootcert=%2Fetc%2Fa+b.pem");
  }

  @Test
  void the_password_is_not_printed() {
    DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://db/school?user=ann&password=hunter2");
    assertThat(url).hasToString("postgres://ann@db:5432/school");
    assertThat(url.jdbcUrl()).doesNotContain("hunter2");
    assertThat(new DatabaseProperties("postgres://ann:hunter2@db/school", false).toString())
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ann:hunter2@db/school",
        "ann:hunter2@db/school",
        "hunter2",
        "postgres://ann:hunter2@db",
        "postgres://ann:hunter2@db/",
        "postgres://:hunter2@db/school",
        "postgres://ann:hunter2@/school",
        "postgres://ann:hunter2@db:0/school",
        "postgres://ann:hunter2@db:99999/school",
        "postgres://ann:hunter2@db:54x2/school",
        "postgres://ann:hunter2%zz@db/school",
        "postgres://ann:hunter2@one,two/school",
        "postgres://ann:hunter2@[::1/school",
        "jdbc:postgresql:school?password=hunter2"
      })
  void a_wrong_value_is_a_sentence_that_names_the_variable_and_not_the_password(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining(
            "DATABASE_URL must look like postgres://user:password@host:5432/database")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }
}
