package com.veetssuites.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.monitor.web.Table.Column;
import com.veetssuites.monitor.web.Table.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final Table<Integer> NUMBERS =
      Table.of(
          "",
          "There are none.",
          List.of(
              Column.text("name", "Name", row -> Cell.of("number " + row)),
              Column.number("value", "Value", row -> Cell.of(row + " s", row))));

  private static View view(int rows, String... nameAndValue) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < nameAndValue.length; i += 2) {
      parameters.put(nameAndValue[i], nameAndValue[i + 1]);
    }
    return NUMBERS.view(
        IntStream.rangeClosed(1, rows).boxed().toList(),
        PageQuery.of("/dashboard/", "routes", parameters));
  }

  private static List<String> texts(View view) {
    return view.rows().stream().map(row -> row.cells().getFirst().cell().text()).toList();
  }

  @Test
  void fifty_rows_are_a_page() {
    View first = view(120);
    assertThat(first.rows()).hasSize(50);
    assertThat(first.place()).isEqualTo("1–50 of 120");
    assertThat(first.previous()).isNull();
    assertThat(first.next()).isEqualTo("/dashboard/routes?page=2");
    View last = view(120, "page", "3", "sort", "-value");
    assertThat(texts(last)).hasSize(20).startsWith("number 20").endsWith("number 1");
    assertThat(last.place()).isEqualTo("101–120 of 120");
    assertThat(last.next()).isNull();
    assertThat(view(50).paged()).isFalse();
    assertThat(view(51).paged()).isTrue();
  }

  @Test
  void beyond_the_last_page_is_the_last_page() {
    View beyond = view(120, "page", "999999");
    assertThat(beyond.place()).isEqualTo("101–120 of 120");
    assertThat(beyond.previous()).isEqualTo("/dashboard/routes?page=2");
    assertThat(view(0, "page", "4").hasRows()).isFalse();
  }

  @Test
  void a_page_that_is_no_number_is_refused() {
    assertThatThrownBy(() -> view(120, "page", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The page is a number from 1 on, not \"x\".");
  }

  @Test
  void rows_are_ordered_by_their_values_not_their_texts() {
    assertThat(texts(view(12, "sort", "value"))).startsWith("number 1", "number 2", "number 3");
    assertThat(texts(view(12, "sort", "-value"))).startsWith("number 12", "number 11");
    assertThat(texts(view(12, "sort", "name"))).startsWith("number 1", "number 10", "number 11");
    assertThat(view(12, "sort", "-value").heads().get(1).order()).isEqualTo("descending");
  }

  @Test
  void a_column_that_there_is_not_is_told_with_those_that_there_are() {
    for (String order : List.of("price", "-price", "-", "<script>")) {
      assertThatThrownBy(() -> view(3, "sort", order))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("There is no column")
          .hasMessageEndingWith("to order by; there are: name, value.");
    }
  }

  @Test
  void what_is_searched_is_found_in_texts_whatever_its_case() {
    assertThat(texts(view(120, "search", "NUMBER 11")))
        .containsExactly(
            "number 11",
            "number 110",
            "number 111",
            "number 112",
            "number 113",
            "number 114",
            "number 115",
            "number 116",
            "number 117",
            "number 118",
            "number 119");
    View nothing = view(120, "search", "zebra");
    assertThat(nothing.hasRows()).isFalse();
    assertThat(nothing.searchable()).isTrue();
    assertThat(nothing.empty()).isEqualTo("Nothing has \"zebra\" in it.");
    assertThat(view(120, "search", ".*").hasRows()).as("no pattern").isFalse();
  }

  @Test
  void two_tables_of_a_page_are_asked_apart() {
    Table<Integer> other =
        Table.of("past_", "", List.of(Column.number("value", "Value", row -> Cell.count(row))));
    View view =
        other.view(
            IntStream.rangeClosed(1, 120).boxed().toList(),
            PageQuery.of("/dashboard/", "alerts", Map.of("sort", "state", "past_page", "2")));
    assertThat(view.place()).isEqualTo("51–100 of 120");
    assertThat(view.searchName()).isEqualTo("past_search");
  }
}
