package com.veetssuites.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTraitsTest {

  private static SqlTraits of(String sql) {
    return SqlTraits.of(SqlText.normalise(sql));
  }

  @Test
  void the_first_table_is_the_one_that_is_read() {
    SqlTraits traits = of("select c.id from school.courses c join people p on p.id = c.owner");

    assertThat(traits.table()).isEqualTo("school.courses");
    assertThat(traits.reads()).isTrue();
    assertThat(traits.page()).isFalse();
    assertThat(SqlTraits.mentions("select 1 from school.courses c join people p", "people"))
        .isTrue();
    assertThat(SqlTraits.mentions("select 1 from school.courses c", "courses")).isTrue();
    assertThat(SqlTraits.mentions("select 1 from course_labels c", "course")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select id from t limit 5",
        "select id from t offset 3 rows",
        "select id from t fetch first 5 rows only",
        "SELECT id FROM t FETCH NEXT ROW ONLY"
      })
  void a_part_of_a_list_is_a_page(String sql) {
    assertThat(of(sql).page()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into t values (1)",
        "UPDATE t SET a = 1",
        "delete from t",
        "with gone as (delete from t returning id) select * from gone"
      })
  void a_change_is_no_read(String sql) {
    assertThat(of(sql).writes()).isTrue();
    assertThat(of(sql).reads()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select id from t for update",
        "select id from t for no key update skip locked",
        "select nextval('t_seq') from t",
        "select 1",
        "set search_path to x"
      })
  void what_locks_or_reads_no_table_is_neither(String sql) {
    assertThat(of(sql).writes()).isFalse();
    assertThat(of(sql).reads()).isFalse();
  }

  @Test
  void lists_of_keys_are_seen() {
    assertThat(of("select id from t where id in (1, 2, 3)").many()).isTrue();
    assertThat(of("select id from t where id = any(?)").many()).isTrue();
    assertThat(of("select id from t where id in (?)").many()).isFalse();
  }
}
