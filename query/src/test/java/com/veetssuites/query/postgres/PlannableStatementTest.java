package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannableStatementTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select * from t where a = ? and b > ?      | select * from t where a = $1 and b > $2       | 2
          select * from t where a in (?, …) and b=?  | select * from t where a in ($1, $2, $3) and b=$4 | 4
          select "a?" from t where "x;y" = ?         | select "a?" from t where "x;y" = $1           | 1
          select * from t where a = $2 and b = $1;   | select * from t where a = $2 and b = $1       | 2
          select now() - interval ?                  | select now() - $1::interval                   | 1
          select cast(a as varchar(?)), b::numeric(?, ?) from t | select cast(a as varchar), b::numeric from t | 0
          select j ?? ? from t                       | select j ? $1 from t                          | 1
          with c as (select ?) select * from c       | with c as (select $1) select * from c         | 1
          """)
  void what_was_taken_out_is_a_numbered_parameter(String sql, String expected, int parameters) {
    assertThat(PlannableStatement.of(sql)).contains(new PlannableStatement(expected, parameters));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into t values (?)",
        "update t set a = ?",
        "delete from t",
        "with gone as (delete from t returning *) select * from gone",
        "WITH c AS (INSERT INTO t VALUES (?) RETURNING a) SELECT a FROM c",
        "select * from t for update",
        "select * from t for no key update skip locked",
        "select * from t for share",
        "select * into copy from t",
        "select ?; drop table t",
        "select \"unfinished",
        "truncate t",
        "explain analyze select ?",
        "call p()",
        "(other statements)",
        ""
      })
  void what_writes_locks_or_is_more_than_one_statement_is_not_planned(String sql) {
    assertThat(PlannableStatement.of(sql)).isEmpty();
  }

  @Test
  void a_text_that_was_cut_is_not_planned() {
    assertThat(PlannableStatement.of("select " + "x".repeat(9_993))).isEmpty();
  }
}
