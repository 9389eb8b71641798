package com.veetssuites.cache.jdbc;

import static com.veetssuites.cache.jdbc.ReadPlanner.folded;

import com.veetssuites.cache.jdbc.Conditions.Equality;
import com.veetssuites.cache.jdbc.Dependency.Each;
import com.veetssuites.cache.jdbc.Dependency.Fixed;
import com.veetssuites.cache.jdbc.Plan.Mark;
import com.veetssuites.cache.jdbc.Plan.Write;
import com.veetssuites.cache.jdbc.Table.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.ConflictActionType;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/** What an INSERT, UPDATE or DELETE marks. See {@link TableTags} for the terms. */
final class WritePlanner {

  private final Schema schema;
  private final Set<Mark> marks = new LinkedHashSet<>();
  private boolean everything;

  private WritePlanner(Schema schema) {
    this.schema = schema;
  }

  /** Not known what, in tables that are. */
  static Plan unknown(Schema schema, Collection<String> relations, boolean reads) {
    WritePlanner planner = new WritePlanner(schema);
    for (String relation : relations) {
      planner.unknown(relation, List.of(Event.values()), null);
    }
    return planner.write(reads);
  }

  static Plan insert(Schema schema, Insert insert) {
    WritePlanner planner = new WritePlanner(schema);
    String name = folded(insert.getTable().getName());
    Table table = schema.table(name);
    boolean update =
        insert.getConflictAction() != null
            && insert.getConflictAction().getConflictActionType() != ConflictActionType.DO_NOTHING;
    if (table == null
        || !table.understood()
        || update
        || insert.isUseDuplicate()
        || (!insert.isOnlyDefaultValues() && !(insert.getSelect() instanceof Values))) {
      planner.unknown(
          name, update ? List.of(Event.INSERT, Event.UPDATE) : List.of(Event.INSERT), null);
      return planner.write(false);
    }
    planner.mark(table, TableTags.inserted(name));
    List<String> columns = new ArrayList<>();
    if (insert.getColumns() == null) {
      columns.addAll(table.columns().keySet());
    } else {
      insert.getColumns().forEach(column -> columns.add(folded(column.getColumnName())));
    }
    for (List<Expression> row : rows(insert)) {
      planner.row(table, columns, row);
    }
    planner.consequences(table, Event.INSERT, List.of());
    return planner.write(false);
  }

  private static List<List<Expression>> rows(Insert insert) {
    List<List<Expression>> rows = new ArrayList<>();
    if (!(insert.getSelect() instanceof Values values)) {
      rows.add(List.of());
    } else if (values.getExpressions() instanceof ParenthesedExpressionList<?>) {
      rows.add(List.copyOf(values.getExpressions()));
    } else if (values.getExpressions().stream()
        .allMatch(ParenthesedExpressionList.class::isInstance)) {
      for (Expression row : values.getExpressions()) {
        List<Expression> expressions = new ArrayList<>();
        ((ExpressionList<?>) row).forEach(each -> expressions.add((Expression) each));
        rows.add(expressions);
      }
    } else {
      rows.add(List.copyOf(values.getExpressions()));
    }
    return rows;
  }

  /** A new row: by column, the value that it has, as far as anybody can depend on it. */
  private void row(Table table, List<String> columns, List<Expression> row) {
    Map<String, Expression> given = new HashMap<>();
    for (int i = 0; i < row.size() && i < columns.size(); i++) {
      given.put(columns.get(i), row.get(i));
    }
    boolean fits = row.size() <= columns.size();
    for (Table.Column column : table.columns().values()) {
      if (column.kind() == ValueKind.NONE) {
        continue;
      }
      Expression value = given.get(column.name());
      String some = TableTags.someValue(table.name(), column.name());
      String prefix = TableTags.values(table.name(), column.name());
      if (!fits) {
        mark(table, some);
      } else if (value != null) {
        value(table, column, value);
      } else if (column.computed()) {
        mark(table, some);
      } else if (column.constant() != null) {
        mark(table, prefix + column.constant());
      }
    }
  }

  private void value(Table table, Table.Column column, Expression value) {
    Operand operand = Operand.of(value, column.kind(), false);
    String some = TableTags.someValue(table.name(), column.name());
    if (operand == null) {
      mark(table, some);
    } else {
      String prefix = TableTags.values(table.name(), column.name());
      mark(
          table,
          new Each(prefix, List.of(operand), column.kind(), column.longest(), List.of(some)));
    }
  }

  static Plan update(Schema schema, Update update) {
    WritePlanner planner = new WritePlanner(schema);
    String name = folded(update.getTable().getName());
    Table table = schema.table(name);
    Set<String> columns = new LinkedHashSet<>();
    for (UpdateSet set : update.getUpdateSets()) {
      for (Column column : set.getColumns()) {
        columns.add(folded(column.getColumnName()));
      }
    }
    String alias =
        update.getTable().getAlias() == null
            ? name
            : folded(update.getTable().getAlias().getName());
    boolean alone =
        update.getFromItem() == null && update.getJoins() == null && update.getStartJoins() == null;
    List<Operand> keys =
        table == null || columns.contains(table.key())
            ? null
            : keys(table, alias, alone, update.getWhere());
    if (table == null || keys == null || !table.columns().keySet().containsAll(columns)) {
      planner.unknown(name, List.of(Event.UPDATE), columns);
      return planner.write(false);
    }
    planner.rows(table, keys);
    Set<String> changed = new LinkedHashSet<>(columns);
    columns.forEach(column -> changed.addAll(table.generated().getOrDefault(column, Set.of())));
    for (String column : changed) {
      planner.mark(table, TableTags.column(name, column));
      Table.Column described = Objects.requireNonNull(table.columns().get(column));
      if (described.kind() != ValueKind.NONE) {
        Expression value = value(update, column);
        if (value == null) {
          planner.mark(table, TableTags.someValue(name, column));
        } else {
          planner.value(table, described, value);
        }
      }
    }
    planner.consequences(table, Event.UPDATE, changed);
    return planner.write(false);
  }

  private static @Nullable Expression value(Update update, String column) {
    for (UpdateSet set : update.getUpdateSets()) {
      if (set.getColumns().size() == 1
          && set.getValues().size() == 1
          && folded(set.getColumn(0).getColumnName()).equals(column)) {
        return set.getValue(0);
      }
    }
    return null;
  }

  static Plan delete(Schema schema, Delete delete) {
    WritePlanner planner = new WritePlanner(schema);
    String name = folded(delete.getTable().getName());
    Table table = schema.table(name);
    String alias =
        delete.getTable().getAlias() == null
            ? name
            : folded(delete.getTable().getAlias().getName());
    boolean alone =
        (delete.getUsingFromItemList() == null || delete.getUsingFromItemList().isEmpty())
            && delete.getJoins() == null;
    List<Operand> keys = table == null ? null : keys(table, alias, alone, delete.getWhere());
    if (table == null || keys == null) {
      planner.unknown(name, List.of(Event.DELETE), null);
      return planner.write(false);
    }
    planner.rows(table, keys);
    planner.mark(table, TableTags.deleted(name));
    planner.consequences(table, Event.DELETE, List.of());
    return planner.write(false);
  }

  /** The keys of the only rows that a condition lets through; null when they are not known. */
  private static @Nullable List<Operand> keys(
      Table table, String alias, boolean alone, @Nullable Expression where) {
    if (!table.understood() || table.key() == null) {
      return null;
    }
    Conditions conditions = new Conditions();
    conditions.add(where);
    for (Equality equality : conditions.equalities) {
      Column column = equality.column();
      boolean qualified = column.getTable() != null && column.getTable().getName() != null;
      if (folded(column.getColumnName()).equals(table.key())
          && (qualified ? folded(column.getTable().getName()).equals(alias) : alone)) {
        return Conditions.operands(equality, table.keyKind());
      }
    }
    return null;
  }

  private void rows(Table table, List<Operand> keys) {
    mark(
        table,
        new Each(
            TableTags.rows(table.name()),
            keys,
            table.keyKind(),
            0,
            List.of(TableTags.unknown(table.name()))));
  }

  private void consequences(Table table, Event event, Collection<String> columns) {
    everything |= !schema.consequences(table, event, columns, this::unknown);
  }

  private void unknown(Table table) {
    mark(table, TableTags.unknown(table.name()));
  }

  /** Any rows of a relation, in any way. */
  private void unknown(String relation, List<Event> events, @Nullable Set<String> columns) {
    Table table = schema.table(relation);
    if (table != null) {
      unknown(table);
      Collection<String> touched = columns == null ? table.columns().keySet() : columns;
      events.forEach(event -> consequences(table, event, touched));
      return;
    }
    Set<String> bases = schema.views().get(relation);
    if (bases == null || bases.contains("") || bases.isEmpty()) {
      everything = true;
    } else {
      // The names of its columns need not be those of the tables.
      bases.forEach(base -> unknown(base, List.of(Event.values()), null));
    }
  }

  private void mark(Table table, String tag) {
    mark(table, new Fixed(tag));
  }

  private void mark(Table table, Dependency dependency) {
    marks.add(new Mark(table.name(), dependency));
    marks.add(new Mark(table.name(), new Fixed(TableTags.any(table.name()))));
  }

  private Plan write(boolean reads) {
    return new Write(List.copyOf(marks), everything, false, true, reads);
  }
}
