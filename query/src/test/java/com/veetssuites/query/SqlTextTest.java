package com.veetssuites.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select * from t where id = 7                  | select * from t where id = ?
          select * from t where a = 'it''s' and b = -1.5e-3 | select * from t where a = ? and b = -?
          select * from t2 where c1 = $1                | select * from t2 where c1 = ?
          select * from t where id in (1, 2, 3)         | select * from t where id in (?, …)
          select * from t where id in (?,?,?,?)         | select * from t where id in (?, …)
          select * from t where id in (?,?)             | select * from t where id in (?, …)
          select $$a 'b' 1$$, $x$ 2 $x$, e'a\\'b', "A 1" | select ?, ?, ?, "A 1"
          select f(1, 2) where a IN(1,2)                | select f(?, ?) where a IN(?, …)
          select 1 -- one                               | select ?
          select /* a /* b */ c */ 1                    | select ?
          select   a,\tb                                | select a, b
          """)
  void what_differs_from_call_to_call_is_taken_out(String sql, String expected) {
    assertThat(SqlText.normalise(sql)).isEqualTo(expected);
  }

  @Test
  void an_unfinished_text_ends() {
    assertThat(SqlText.normalise("select 'abc")).isEqualTo("select ?");
    assertThat(SqlText.normalise("select $a$ x")).isEqualTo("select ?");
    assertThat(SqlText.normalise("select /* x")).isEqualTo("select");
    assertThat(SqlText.normalise("select \"x")).isEqualTo("select \"x");
    assertThat(SqlText.normalise("x".repeat(50_000))).hasSize(10_000);
  }
}
