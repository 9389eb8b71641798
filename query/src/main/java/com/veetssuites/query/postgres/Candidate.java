package com.veetssuites.query.postgres;

import java.util.List;
import java.util.stream.Stream;

/**
 * An index that a plan asks for.
 *
 * @param equal columns and expressions that have a value, most selective first
 * @param then by which it goes on: a range, or an order
 * @param ordered whether it is there for the order and not only to find rows
 * @param predicate empty where it holds all rows
 * @param basis what it rests on, in a sentence
 */
record Candidate(
    TableFacts table,
    List<Key> equal,
    List<Key> then,
    boolean ordered,
    String predicate,
    Scan scan,
    String basis) {

  /**
   * A column or an expression of an index.
   *
   * @param direction such as DESC; empty where either direction serves
   */
  record Key(String column, String function, String direction) {

    String written() {
      String name = Names.quoted(column);
      return (function.isEmpty() ? name : function + "(" + name + ")")
          + (direction.isEmpty() ? "" : " " + direction);
    }

    String plain() {
      return TableFacts.plain(function + column);
    }

    String stem() {
      return function.isEmpty() ? column : column + "_" + function;
    }
  }

  List<Key> keys() {
    return Stream.concat(
            equal.stream(),
            then.stream()
                .filter(each -> equal.stream().noneMatch(one -> one.plain().equals(each.plain()))))
        .toList();
  }

  /** Whether an index that is there does the same. */
  boolean covered() {
    return table.indexes().stream().anyMatch(this::coveredBy);
  }

  private boolean coveredBy(TableFacts.Existing index) {
    boolean whole =
        index.predicate().isEmpty()
            || Condition.of(scan.node().filter(), scan.node().alias()).stream()
                .anyMatch(each -> TableFacts.plain(each.text()).equals(index.predicate()));
    List<String> wanted = equal.stream().map(Key::plain).toList();
    if (!whole || index.keys().size() < wanted.size()) {
      return false;
    }
    if (index.unique() && !wanted.isEmpty() && wanted.containsAll(index.keys())) {
      return true;
    }
    if (!index.ordered() || !wanted.containsAll(index.keys().subList(0, wanted.size()))) {
      return false;
    }
    List<String> rest = index.keys().subList(wanted.size(), index.keys().size());
    List<String> next = keys().stream().skip(equal.size()).map(Key::plain).toList();
    boolean goesOn = rest.size() >= next.size() && rest.subList(0, next.size()).equals(next);
    // Where the rows are found already, the order of a few is not worth an index.
    return goesOn || (!ordered && !equal.isEmpty());
  }

  DeclaredIndex index() {
    String stem =
        table.name()
            + "_"
            + String.join("_", keys().stream().map(Key::stem).toList())
            + (predicate.isEmpty() ? "" : "_where_" + predicate);
    String definition =
        "("
            + String.join(", ", keys().stream().map(Key::written).toList())
            + ")"
            + (predicate.isEmpty() ? "" : " WHERE " + predicate);
    String name = Names.index(stem);
    boolean taken = table.indexes().stream().anyMatch(each -> each.name().equals(name));
    return new DeclaredIndex(
        taken ? Names.index(stem + "_" + Integer.toHexString(definition.hashCode())) : name,
        table.written(),
        false,
        definition,
        "advice");
  }
}
