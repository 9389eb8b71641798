package com.veetssuites.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.monitor.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageQueryTest {

  private static PageQuery query(String... nameAndValue) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < nameAndValue.length; i += 2) {
      parameters.put(nameAndValue[i], nameAndValue[i + 1]);
    }
    return PageQuery.of("/dashboard/", "routes", parameters);
  }

  @Test
  void a_window_that_there_is_not_is_told_with_those_that_there_are() {
    assertThat(query().window()).isEqualTo(Window.FIFTEEN_MINUTES);
    assertThat(query("window", "6h").window()).isEqualTo(Window.SIX_HOURS);
    assertThatThrownBy(() -> query("window", "2h"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no window \"2h\"; there are: start, 1m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "1.5", "99999999999", "１", "1; DROP"})
  void a_page_is_a_number_from_one_on(String page) {
    assertThatThrownBy(() -> query("page", page).number("page"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The page is a number from 1 on, not \"" + page + "\".");
  }

  @Test
  void without_a_number_it_is_the_first() {
    assertThat(query().number("page")).isEqualTo(1);
    assertThat(query("page", " ").number("page")).isEqualTo(1);
    assertThat(query("page", "12").number("page")).isEqualTo(12);
  }

  @Test
  void addresses_are_encoded_and_keep_what_was_asked() {
    PageQuery query = query("window", "5m", "node", "a&b=c", "search", "\"><script>");
    assertThat(query.with("page", "2"))
        .isEqualTo("/dashboard/routes?window=5m&node=a%26b%3Dc&search=%22%3E%3Cscript%3E&page=2");
    assertThat(query.with("search", null)).isEqualTo("/dashboard/routes?window=5m&node=a%26b%3Dc");
    assertThat(query.link("functions", "function", "a.B.é"))
        .isEqualTo("/dashboard/functions?window=5m&node=a%26b%3Dc&function=a.B.%C3%A9");
  }

  @Test
  void strange_parameters_are_left_out_and_long_ones_cut() {
    PageQuery query =
        query("_csrf", "secret", "\"><b", "x", "UPPER", "x", "search", "x".repeat(10_000));
    assertThat(query.parameters()).containsOnlyKeys("search");
    assertThat(query.get("search")).hasSize(400);
  }

  @Test
  void buckets_do_not_tell_nodes_apart() {
    assertThat(query("window", "15m", "node", "a").node()).isEqualTo("a");
    assertThat(query("window", "6h", "node", "a").node()).isNull();
    assertThat(query("node", "").node()).isNull();
  }
}
