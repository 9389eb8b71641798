package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.jdbc.Table.Cascade;
import com.veetssuites.cache.jdbc.Table.Event;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the database says of itself, at one moment.
 *
 * @param tables by name, materialized views among them
 * @param views by name, the tables that a view is made of
 * @param functions those that are not PostgreSQL's own, with their volatility: i, s or v
 * @param aggregates the names of functions that make a row of no rows
 * @param namespaces the names of schemas
 * @param notes whether there is a function {@code cache_note}
 */
record Schema(
    Map<String, Table> tables,
    Map<String, Set<String>> views,
    Map<String, Character> functions,
    Set<String> aggregates,
    Set<String> namespaces,
    boolean notes) {

  @Nullable Table table(String name) {
    return tables.get(name);
  }

  boolean relation(String name) {
    return tables.containsKey(name) || views.containsKey(name);
  }

  /**
   * Tells the tables that are changed, to an extent that is not known, when rows of a table change,
   * the table itself not among them unless it comes around.
   *
   * @param columns what an update sets; ignored otherwise
   * @return false when a trigger may change anything
   */
  boolean consequences(
      Table table, Event event, Collection<String> columns, Consumer<Table> changed) {
    return consequences(table, event, columns, changed, new HashSet<>());
  }

  private boolean consequences(
      Table table,
      Event event,
      Collection<String> columns,
      Consumer<Table> changed,
      Set<String> seen) {
    if (!seen.add(table.name() + ' ' + event)) {
      return true;
    }
    if (table.untrusted().contains(event)) {
      return false;
    }
    for (String relative : table.family()) {
      Table member = tables.get(relative);
      if (member == null) {
        return false;
      }
      changed.accept(member);
      if (!consequences(member, event, columns, changed, seen)) {
        return false;
      }
    }
    for (Cascade cascade : table.cascades()) {
      Event then =
          switch (event) {
            case DELETE, TRUNCATE -> cascade.onDelete();
            case UPDATE ->
                columns.stream().anyMatch(cascade.columns()::contains) ? cascade.onUpdate() : null;
            case INSERT -> null;
          };
      if (then == null) {
        continue;
      }
      Table from = tables.get(cascade.from());
      if (from == null) {
        return false;
      }
      changed.accept(from);
      if (!consequences(from, then, cascade.fromColumns(), changed, seen)) {
        return false;
      }
    }
    return true;
  }
}
