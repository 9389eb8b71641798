package com.veetssuites.platform.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

  private static String row(String... values) throws IOException {
    var text = new StringBuilder();
    new Csv(text).row(List.of(values));
    return text.toString();
  }

  @Test
  void a_row_is_values_between_commas_and_a_line_end() throws IOException {
    assertThat(row("a", "", "0.25")).isEqualTo("a,,0.25\r\n");
  }

  @Test
  void what_would_end_a_value_is_quoted() throws IOException {
    assertThat(row("a,b", "say \"hi\"", "two\nlines", " padded"))
        .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" padded\"\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "|calc",
    "'  =1+1'",
    "＝1+1",
    "=cmd|' /C calc'!A0"
  })
  void no_text_is_a_formula(String text) throws IOException {
    assertThat(row(text)).matches("\"?'\\Q" + text.replace("\"", "\"\"") + "\\E\"?\r\n");
  }

  @Test
  void control_characters_do_not_hide_a_formula() throws IOException {
    assertThat(row("\t=1+1")).isEqualTo("'\t=1+1\r\n");
    assertThat(row("\r=1")).isEqualTo("\"'\r=1\"\r\n");
    assertThat(row("-5", "-0.5")).isEqualTo("-5,-0.5\r\n");
  }
}
