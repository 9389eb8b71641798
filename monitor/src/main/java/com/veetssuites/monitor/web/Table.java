package com.veetssuites.monitor.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be ordered, searched and paged by whoever reads them.
 *
 * @param name before the parameters of this table, where a page has several
 */
record Table<T>(
    String name, List<Column<T>> columns, Function<T, List<Action>> actions, String empty) {

  private static final int PAGE = 50;

  /**
   * A column.
   *
   * @param key by which it is named in addresses
   */
  record Column<T>(String key, String label, boolean number, Function<T, Cell> cell) {

    static <T> Column<T> text(String key, String label, Function<T, Cell> cell) {
      return new Column<>(key, label, false, cell);
    }

    static <T> Column<T> number(String key, String label, Function<T, Cell> cell) {
      return new Column<>(key, label, true, cell);
    }
  }

  static <T> Table<T> of(String name, String empty, List<Column<T>> columns) {
    return new Table<>(name, columns, row -> List.of(), empty);
  }

  Table<T> actions(Function<T, List<Action>> having) {
    return new Table<>(name, columns, having, empty);
  }

  /** A column as it is drawn. */
  record Head(String label, boolean number, String link, String order) {}

  /** A row as it is drawn. */
  record Row(List<Drawn> cells, List<Action> actions, boolean acting) {}

  /** A cell as it is drawn. */
  record Drawn(Cell cell, boolean number, String label) {}

  /**
   * A table as it is drawn.
   *
   * @param search what was searched for
   * @param place {@code 51–100 of 320}
   * @param previous address of the page before, or null
   */
  record View(
      String searchName,
      @Nullable String search,
      boolean searchable,
      List<Head> heads,
      boolean acting,
      List<Row> rows,
      boolean hasRows,
      String empty,
      String place,
      @Nullable String previous,
      @Nullable String next) {

    boolean paged() {
      return !place.isEmpty();
    }
  }

  /**
   * Draws what was asked for.
   *
   * @throws IllegalArgumentException when there is no such column, or the page is no number, in a
   *     sentence
   */
  View view(List<T> all, PageQuery query) {
    String search = query.get(name + "search");
    List<T> found =
        search == null ? all : all.stream().filter(row -> matches(row, search)).toList();
    String order = query.get(name + "sort");
    List<T> ordered = order == null ? found : ordered(found, order);
    int last = Math.max(1, (ordered.size() + PAGE - 1) / PAGE);
    int page = Math.min(query.number(name + "page"), last); // rows may have gone meanwhile
    int from = (page - 1) * PAGE;
    int to = Math.min(from + PAGE, ordered.size());
    List<Row> rows = new ArrayList<>();
    boolean acting = false;
    for (T row : ordered.subList(from, to)) {
      List<Action> possible = actions.apply(row);
      acting |= !possible.isEmpty();
      rows.add(
          new Row(
              columns.stream()
                  .map(column ->
                      new Drawn(column.cell().apply(row), column.number(), column.label()))
                  .toList(),
              possible,
              !possible.isEmpty()));
    }
    return new View(
        name + "search",
        search,
        search != null || all.size() > PAGE / 5,
        columns.stream().map(column -> head(column, order, query)).toList(),
        acting,
        rows,
        !rows.isEmpty(),
        search == null ? empty : "Nothing has \"" + search + "\" in it.",
        rows.isEmpty() || ordered.size() <= PAGE
            ? ""
            : "%d–%d of %d".formatted(from + 1, to, ordered.size()),
        page > 1 ? query.with(name + "page", Integer.toString(page - 1)) : null,
        to < ordered.size() ? query.with(name + "page", Integer.toString(page + 1)) : null);
  }

  private boolean matches(T row, String search) {
    String wanted = search.toLowerCase(Locale.ROOT);
    return columns.stream()
        .filter(column -> !column.number())
        .anyMatch(
            column -> column.cell().apply(row).text().toLowerCase(Locale.ROOT).contains(wanted));
  }

  private List<T> ordered(List<T> rows, String order) {
    boolean descending = order.startsWith("-");
    String key = descending ? order.substring(1) : order;
    Column<T> column =
        columns.stream()
            .filter(each -> each.key().equals(key))
            .findAny()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "There is no column \"%s\" to order by; there are: %s."
                        .formatted(
                            key,
                            columns.stream().map(Column::key).collect(Collectors.joining(", ")))));
    Comparator<T> comparator = Comparator.comparing(row -> rank(column.cell().apply(row)));
    return rows.stream().sorted(descending ? comparator.reversed() : comparator).toList();
  }

  @SuppressWarnings("unchecked") // the values of one column are of one type
  private static Comparable<Object> rank(Cell cell) {
    return (Comparable<Object>) cell.value();
  }

  private Head head(Column<T> column, @Nullable String order, PageQuery query) {
    boolean up = column.key().equals(order);
    boolean down = ("-" + column.key()).equals(order);
    String next = column.number() ? (down ? "" : "-") : (up ? "-" : "");
    String link = query.with(name + "sort", next + column.key());
    return new Head(
        column.label(),
        column.number(),
        Objects.requireNonNull(link),
        up ? "ascending" : down ? "descending" : "none");
  }
}
