package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.jdbc.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which relations a query names, by which alias, and which of their columns: read off the words
 * alone, so that nothing that is named anywhere can be overlooked. Too much may be found, such as
 * an output column that has the name of a table.
 */
final class Usage {

  /** Words that may follow a relation and are no alias of it. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          "where",
          "join",
          "inner",
          "left",
          "right",
          "full",
          "cross",
          "natural",
          "on",
          "using",
          "group",
          "order",
          "having",
          "limit",
          "offset",
          "fetch",
          "for",
          "union",
          "except",
          "intersect",
          "set",
          "values",
          "returning",
          "window",
          "tablesample",
          "default",
          "select",
          "when",
          "and",
          "or",
          "is",
          "not",
          "in",
          "asc",
          "desc",
          "from",
          "lateral",
          "with");

  /**
   * A relation in a query.
   *
   * @param depth how many parentheses are around it
   * @param renamed whether its columns go by other names
   */
  record Occurrence(String relation, String alias, int depth, boolean renamed) {}

  private final SqlTokens tokens;
  private final Schema schema;
  final List<Occurrence> occurrences = new ArrayList<>();

  /** By alias, the tables that it stands for anywhere in the query. */
  private final Map<String, Set<Table>> aliases = new HashMap<>();

  private final Set<Integer> definitions = new HashSet<>();

  /** By alias, the columns named in the outermost select list. */
  private final Map<String, Set<String>> shown = new HashMap<>();

  /** By alias, the columns named anywhere else. */
  private final Map<String, Set<String>> used = new HashMap<>();

  private final int listFrom;
  private final int listTo;

  Usage(SqlTokens tokens, Schema schema) {
    this.tokens = tokens;
    this.schema = schema;
    int from = tokens.get(0).is("select") ? 1 : 0;
    int to = 0;
    for (int i = from; from == 1 && i < tokens.list().size() && to == 0; i++) {
      if (tokens.get(i).is("from") && tokens.get(i).depth() == 0) {
        to = i;
      }
    }
    this.listFrom = from;
    this.listTo = from == 1 && to == 0 ? tokens.list().size() : to;
    relations();
    columns();
  }

  Set<String> shown(String alias) {
    return shown.getOrDefault(alias, Set.of());
  }

  Set<String> used(String alias) {
    return used.getOrDefault(alias, Set.of());
  }

  private void relations() {
    for (int i = 0; i < tokens.list().size(); i++) {
      Token token = tokens.get(i);
      if (!token.named() || !schema.relation(token.text()) || !mayBeRelation(i)) {
        continue;
      }
      int next = i + 1;
      if (tokens.get(next).is("*")) {
        next++;
      }
      if (tokens.get(next).is("as")) {
        next++;
      }
      Token after = tokens.get(next);
      boolean aliased =
          after.named()
              && !(after.kind() == SqlTokens.Kind.WORD && NO_ALIAS.contains(after.text()));
      String alias = aliased ? after.text() : token.text();
      definitions.add(i);
      if (aliased) {
        definitions.add(next);
      }
      boolean renamed = aliased && tokens.get(next + 1).is("(");
      occurrences.add(new Occurrence(token.text(), alias, token.depth(), renamed));
      Set<Table> standsFor = aliases.computeIfAbsent(alias, name -> new LinkedHashSet<>());
      Table table = schema.table(token.text());
      if (table != null) {
        standsFor.add(table);
      }
    }
  }

  private boolean mayBeRelation(int i) {
    Token before = tokens.get(i - 1);
    if (before.is("as") || tokens.get(i + 1).is(".")) {
      return false;
    }
    return !before.is(".")
        || (tokens.get(i - 2).named() && schema.namespaces().contains(tokens.get(i - 2).text()));
  }

  private void columns() {
    if (tokens.has("natural")) {
      List.copyOf(aliases.keySet()).forEach(alias -> all(alias, used));
    }
    for (int i = 0; i < tokens.list().size(); i++) {
      Token token = tokens.get(i);
      boolean qualified = tokens.get(i - 1).is(".") && tokens.get(i - 2).named();
      Map<String, Set<String>> region = i >= listFrom && i < listTo ? shown : used;
      if (token.is("*") && !definitions.contains(i - 1)) {
        star(i, qualified, region);
      } else if (token.named() && !definitions.contains(i)) {
        name(i, token.text(), qualified, region);
      }
    }
  }

  private void star(int i, boolean qualified, Map<String, Set<String>> region) {
    if (qualified) {
      all(tokens.get(i - 2).text(), region);
      return;
    }
    Token before = tokens.get(i - 1);
    if (before.is("select")
        || before.is("all")
        || before.is("distinct")
        || before.is(",")
        || before.is(")")
        || before.is("returning")) {
      List.copyOf(aliases.keySet()).forEach(alias -> all(alias, region));
    }
  }

  private void name(int i, String name, boolean qualified, Map<String, Set<String>> region) {
    String alias = tokens.get(i - 2).text();
    if (qualified && aliases.containsKey(alias)) {
      add(alias, name, region);
      return;
    }
    if (!qualified && !tokens.get(i + 1).is(".") && aliases.containsKey(name)) {
      all(name, region);
    }
    if (qualified && aliases.containsKey(name) && !tokens.get(i + 1).is(".")) {
      return;
    }
    aliases.keySet().forEach(each -> add(each, name, region));
  }

  private void add(String alias, String column, Map<String, Set<String>> region) {
    for (Table table : aliases.getOrDefault(alias, Set.of())) {
      if (table.columns().containsKey(column)) {
        region.computeIfAbsent(alias, name -> new LinkedHashSet<>()).add(column);
      }
    }
  }

  private void all(String alias, Map<String, Set<String>> region) {
    for (Table table : aliases.getOrDefault(alias, Set.of())) {
      region.computeIfAbsent(alias, name -> new LinkedHashSet<>()).addAll(table.columns().keySet());
    }
  }
}
