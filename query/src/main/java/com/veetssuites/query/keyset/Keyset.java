package com.veetssuites.query.keyset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A total order of rows by some columns that are never null, the last of which is unique among rows
 * that agree in the others: {@code Keyset.descending("e.createdAt").thenDescending("e.id")}.
 *
 * <p>It writes the pieces of a query, in SQL or JPQL. Column names are part of the query: they are
 * the program's, never a client's, and anything that is not a plain path is refused.
 *
 * <p>Source: Markus Winand, "We need tool support for keyset pagination".
 */
public final class Keyset {

  private static final Pattern PATH =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

  private record Column(String path, boolean descending) {}

  private final List<Column> columns;

  private Keyset(List<Column> columns) {
    this.columns = columns;
  }

  public static Keyset ascending(String column) {
    return new Keyset(List.of()).then(column, false);
  }

  public static Keyset descending(String column) {
    return new Keyset(List.of()).then(column, true);
  }

  public Keyset thenAscending(String column) {
    return then(column, false);
  }

  public Keyset thenDescending(String column) {
    return then(column, true);
  }

  private Keyset then(String column, boolean descending) {
    if (!PATH.matcher(column).matches()) {
      throw new IllegalArgumentException(
          "A column of a keyset is a plain path such as e.createdAt, not \"%s\"."
              .formatted(column));
    }
    List<Column> more = new ArrayList<>(columns);
    more.add(new Column(column, descending));
    return new Keyset(List.copyOf(more));
  }

  /** How many values a row's place has. */
  public int size() {
    return columns.size();
  }

  /** What is selected so that a row's place is known: {@code e.createdAt, e.id}. */
  public String select() {
    return columns.stream().map(Column::path).collect(Collectors.joining(", "));
  }

  /**
   * The order in which the rows are read, what follows ORDER BY.
   *
   * @param backwards the other way round, for the page before a row
   */
  public String orderBy(boolean backwards) {
    return columns.stream()
        .map(column -> column.path() + (column.descending() != backwards ? " desc" : " asc"))
        .collect(Collectors.joining(", "));
  }

  /**
   * The condition for the rows behind a place, with the parameters {@code _k0, _k1, …}: a row
   * comparison, which an index on the columns answers, where all directions agree.
   *
   * @param backwards for the rows before it
   */
  public String condition(boolean backwards) {
    if (columns.stream().map(Column::descending).distinct().count() == 1) {
      String values =
          IntStream.range(0, size()).mapToObj(i -> ":_k" + i).collect(Collectors.joining(", "));
      String comparison = columns.getFirst().descending() != backwards ? "<" : ">";
      return size() == 1
          ? select() + " " + comparison + " " + values
          : "(%s) %s (%s)".formatted(select(), comparison, values);
    }
    List<String> alternatives = new ArrayList<>();
    for (int last = 0; last < size(); last++) {
      List<String> terms = new ArrayList<>();
      for (int i = 0; i < last; i++) {
        terms.add(columns.get(i).path() + " = :_k" + i);
      }
      Column column = columns.get(last);
      terms.add(column.path() + (column.descending() != backwards ? " < :_k" : " > :_k") + last);
      alternatives.add("(" + String.join(" and ", terms) + ")");
    }
    return "(" + String.join(" or ", alternatives) + ")";
  }

  /**
   * The parameters of {@link #condition}.
   *
   * @throws IllegalArgumentException for a place of another keyset
   */
  public Map<String, Object> parameters(Place place) {
    if (place.values().size() != size()) {
      throw new IllegalArgumentException(
          "The place has %d values, the keyset %d columns."
              .formatted(place.values().size(), size()));
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      parameters.put("_k" + i, place.values().get(i));
    }
    return parameters;
  }

  /** The order itself: two keysets print alike when they order alike. */
  @Override
  public String toString() {
    return orderBy(false);
  }
}
