package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.jdbc.Conditions.Equality;
import com.veetssuites.cache.jdbc.Conditions.Joined;
import com.veetssuites.cache.jdbc.Dependency.Each;
import com.veetssuites.cache.jdbc.Dependency.Fixed;
import com.veetssuites.cache.jdbc.Plan.Read;
import com.veetssuites.cache.jdbc.Plan.Reading;
import com.veetssuites.cache.jdbc.Plan.Shown;
import com.veetssuites.cache.jdbc.Usage.Occurrence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * What a query depends on. See {@link TableTags} for the terms.
 *
 * <p>The words of the query say which tables it touches and which columns of them ({@link Usage});
 * from the parsed outermost block comes only what makes the answer more precise: which rows were
 * asked for by key, which are shown by key, which joins lead to one row. So an overlooked corner of
 * the grammar costs precision, not truth.
 */
final class ReadPlanner {

  /** A table in the outermost block. */
  private record Source(Table table, String alias, boolean toOne) {}

  /** A plain column of the select list, with its place in the result. */
  private record Item(Source source, String column, int index, String label) {}

  /** What is known of the rows that a result is made of. */
  private enum Rows {
    /** All of them are in the result. */
    SHOWN,
    /** Those in the result, and others before them that were only counted. */
    SKIPPED,
    UNKNOWN
  }

  private final Schema schema;
  private final SqlTokens tokens;
  private final Usage usage;
  private final @Nullable PlainSelect select;
  private final List<Source> sources = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final Conditions conditions = new Conditions();

  /** Whether rows are ordered or grouped by something that only the select list spells out. */
  private boolean ordersByOutput;

  /** Whether there is a row even when no row was read. */
  private boolean aggregates;

  private ReadPlanner(Schema schema, SqlTokens tokens, Select parsed) {
    this.schema = schema;
    this.tokens = tokens;
    this.usage = new Usage(tokens, schema);
    this.select =
        parsed instanceof PlainSelect plain && tokens.get(0).is("select") && sources(plain)
            ? plain
            : null;
  }

  static Plan plan(Schema schema, SqlTokens tokens, Select parsed) {
    ReadPlanner planner = new ReadPlanner(schema, tokens, parsed);
    PlainSelect plain = planner.select;
    if (plain == null) {
      sourcesForgotten(planner);
      Reading reading = planner.reading(Rows.UNKNOWN);
      return new Read(null, null, reading, reading);
    }
    planner.conditions(plain);
    planner.items(plain);
    planner.ordersByOutput = planner.ordersByOutput(plain);
    planner.aggregates = planner.aggregates();
    boolean whole =
        !tokens.has("over")
            && !tokens.has("rollup")
            && !tokens.has("cube")
            && !tokens.has("grouping")
            && (plain.getDistinct() == null || plain.getDistinct().getOnSelectItems() == null);
    Operand offset = null;
    boolean offsets = tokens.has("offset");
    if (offsets && plain.getOffset() != null && count(tokens, "offset") == 1) {
      offset = Operand.of(plain.getOffset().getOffset(), ValueKind.INTEGER, false);
    }
    if (!whole || (offsets && offset == null)) {
      Reading reading = planner.reading(Rows.UNKNOWN);
      return new Read(null, offset, reading, reading);
    }
    return new Read(null, offset, planner.reading(Rows.SHOWN), planner.reading(Rows.SKIPPED));
  }

  private static void sourcesForgotten(ReadPlanner planner) {
    planner.sources.clear();
    planner.items.clear();
  }

  private static long count(SqlTokens tokens, String word) {
    return tokens.list().stream().filter(token -> token.is(word)).count();
  }

  /** False when the outermost block is not made of plain tables that the words agree on. */
  private boolean sources(PlainSelect plain) {
    if (plain.getFromItem() == null || plain.getWithItemsList() != null) {
      return false;
    }
    List<FromItem> from = new ArrayList<>();
    List<Boolean> toOne = new ArrayList<>();
    from.add(plain.getFromItem());
    toOne.add(false);
    for (Join join : plain.getJoins() == null ? List.<Join>of() : plain.getJoins()) {
      if (join.isRight()
          || join.isFull()
          || join.isNatural()
          || join.getUsingColumns() != null && !join.getUsingColumns().isEmpty()) {
        return false;
      }
      from.add(join.getFromItem());
      toOne.add(true);
    }
    List<Occurrence> outermost =
        new ArrayList<>(usage.occurrences.stream().filter(o -> o.depth() == 0).toList());
    for (int i = 0; i < from.size(); i++) {
      if (!(from.get(i) instanceof net.sf.jsqlparser.schema.Table named)) {
        continue;
      }
      Table table = schema.table(folded(named.getName()));
      String alias = alias(named);
      if (table == null
          || !table.understood()
          || !outermost.remove(new Occurrence(table.name(), alias, 0, false))) {
        return false;
      }
      sources.add(new Source(table, alias, toOne.get(i)));
    }
    return outermost.isEmpty();
  }

  private static String alias(net.sf.jsqlparser.schema.Table named) {
    return folded(named.getAlias() == null ? named.getName() : named.getAlias().getName());
  }

  private void conditions(PlainSelect plain) {
    conditions.add(plain.getWhere());
    for (Join join : plain.getJoins() == null ? List.<Join>of() : plain.getJoins()) {
      if (!join.isLeft() && !join.isOuter()) {
        join.getOnExpressions().forEach(conditions::add);
      } else if (join.getFromItem() instanceof net.sf.jsqlparser.schema.Table named) {
        // What a left join equates holds for the rows that it adds, and for no others.
        for (Expression on : join.getOnExpressions()) {
          Conditions own = new Conditions();
          own.add(on);
          conditions.joined.addAll(own.joinedFor(alias(named)));
        }
      }
    }
  }

  private void items(PlainSelect plain) {
    int index = 1;
    for (SelectItem<?> item : plain.getSelectItems()) {
      switch (item.getExpression()) {
        case AllTableColumns all -> {
          Source source = source(folded(all.getTable().getName()));
          if (source == null) {
            return;
          }
          index = every(source, index);
        }
        case AllColumns _ -> {
          if (sources.size() != froms(plain)) {
            return;
          }
          for (Source source : sources) {
            index = every(source, index);
          }
        }
        case Column column -> {
          Source source = resolve(column);
          if (source != null) {
            String name = folded(column.getColumnName());
            String label = item.getAlias() == null ? name : folded(item.getAlias().getName());
            items.add(new Item(source, name, index, label));
          }
          index++;
        }
        default -> index++;
      }
    }
  }

  private static int froms(PlainSelect plain) {
    return 1 + (plain.getJoins() == null ? 0 : plain.getJoins().size());
  }

  private int every(Source source, int from) {
    int index = from;
    for (String column : source.table().columns().keySet()) {
      items.add(new Item(source, column, index++, column));
    }
    return index;
  }

  private @Nullable Source source(String alias) {
    for (Source source : sources) {
      if (source.alias().equals(alias)) {
        return source;
      }
    }
    return null;
  }

  private @Nullable Source resolve(Column column) {
    String name = folded(column.getColumnName());
    if (column.getTable() != null && column.getTable().getName() != null) {
      Source source = source(folded(column.getTable().getName()));
      return source != null && source.table().columns().containsKey(name) ? source : null;
    }
    Source found = null;
    for (Source source : sources) {
      if (source.table().columns().containsKey(name)) {
        if (found != null) {
          return null;
        }
        found = source;
      }
    }
    // Something that is no table may have a column of this name as well.
    return select != null && sources.size() == froms(select) ? found : null;
  }

  private boolean aggregates() {
    for (int i = 0; i < tokens.list().size(); i++) {
      if (tokens.get(i).is("having")
          || (tokens.get(i).named()
              && tokens.get(i + 1).is("(")
              && schema.aggregates().contains(tokens.get(i).text()))) {
        return true;
      }
    }
    return false;
  }

  private boolean ordersByOutput(PlainSelect plain) {
    boolean spelled =
        plain.getSelectItems().stream()
            .anyMatch(item ->
                !(item.getExpression() instanceof Column)
                        && !(item.getExpression() instanceof AllColumns)
                    || item.getAlias() != null
                        && !folded(item.getAlias().getName())
                            .equals(
                                item.getExpression() instanceof Column c
                                    ? folded(c.getColumnName())
                                    : null));
    boolean section = false;
    for (int i = 0; i < tokens.list().size(); i++) {
      SqlTokens.Token token = tokens.get(i);
      if (token.depth() != 0) {
        continue;
      }
      if (token.is("by")) {
        section = true;
      } else if (SECTIONS.contains(token.text()) && token.kind() == SqlTokens.Kind.WORD) {
        section = false;
      } else if (section && token.kind() == SqlTokens.Kind.NUMBER) {
        return true;
      } else if (section
          && spelled
          && token.named()
          && !ORDER_WORDS.contains(token.text())
          && !tokens.get(i - 1).is(".")
          && !tokens.get(i + 1).is(".")) {
        return true;
      }
    }
    return false;
  }

  private static final Set<String> SECTIONS =
      Set.of("having", "limit", "offset", "fetch", "for", "window", "from", "where");
  private static final Set<String> ORDER_WORDS =
      Set.of("asc", "desc", "nulls", "first", "last", "order", "group");

  // ---- dependencies

  private Reading reading(Rows of) {
    Set<Dependency> dependencies = new LinkedHashSet<>();
    List<Shown> rows = new ArrayList<>();
    Set<Dependency> ifEmpty = new LinkedHashSet<>();
    List<Occurrence> inner = new ArrayList<>(usage.occurrences);
    for (Source source : sources) {
      inner.remove(new Occurrence(source.table().name(), source.alias(), 0, false));
      source(source, of, dependencies, rows, ifEmpty);
    }
    for (Occurrence occurrence : inner) {
      inner(occurrence, dependencies);
    }
    return new Reading(List.copyOf(dependencies), List.copyOf(rows), List.copyOf(ifEmpty));
  }

  private void source(
      Source source,
      Rows of,
      Set<Dependency> dependencies,
      List<Shown> rows,
      Set<Dependency> ifEmpty) {
    Table table = source.table();
    String name = table.name();
    Equality byKey = equality(source, table.key());
    List<Operand> keys = byKey == null ? null : Conditions.operands(byKey, table.keyKind());
    Item key = table.key() == null ? null : shownKey(source);
    dependencies.add(new Fixed(TableTags.unknown(name)));
    if (keys != null && table.key() != null) {
      byKey(source, keys, key, dependencies, rows, ifEmpty);
      return;
    }
    boolean known = of != Rows.UNKNOWN && key != null;
    if (known && key != null) {
      rows.add(new Shown(name, table.keyKind(), key.index(), key.label(), List.of(), "", ""));
    }
    usage
        .used(source.alias())
        .forEach(column -> dependencies.add(new Fixed(TableTags.column(name, column))));
    if (!known || ordersByOutput) {
      usage
          .shown(source.alias())
          .forEach(column -> dependencies.add(new Fixed(TableTags.column(name, column))));
    }
    boolean all = known && of == Rows.SHOWN;
    if (!all) {
      dependencies.add(new Fixed(TableTags.deleted(name)));
    }
    if (!source.toOne() || !byForeignKey(source)) {
      membership(source, all, dependencies);
    }
  }

  /** Rows that were asked for by their keys. */
  private void byKey(
      Source source,
      List<Operand> keys,
      @Nullable Item key,
      Set<Dependency> dependencies,
      List<Shown> rows,
      Set<Dependency> ifEmpty) {
    Table table = source.table();
    String name = table.name();
    String column = String.valueOf(table.key());
    String prefix = TableTags.values(name, column);
    String unknown = TableTags.someValue(name, column);
    List<String> whole = List.of(TableTags.any(name));
    dependencies.add(new Each(TableTags.rows(name), keys, table.keyKind(), 0, whole));
    boolean one =
        keys.size() == 1 && !(keys.getFirst() instanceof Operand.Parameter p && p.array());
    Dependency absent = new Each(prefix, keys, table.keyKind(), 0, whole);
    if (one && !aggregates) {
      ifEmpty.add(absent);
      ifEmpty.add(new Fixed(unknown));
    } else if (key == null) {
      dependencies.add(absent);
      dependencies.add(new Fixed(unknown));
    } else {
      rows.add(new Shown(name, table.keyKind(), key.index(), key.label(), keys, prefix, unknown));
    }
  }

  /** New rows, and rows that come to satisfy the condition. */
  private void membership(Source source, boolean known, Set<Dependency> dependencies) {
    Table table = source.table();
    String name = table.name();
    Equality best = null;
    List<Operand> operands = null;
    for (Equality equality : conditions.equalities) {
      if (resolve(equality.column()) != source) {
        continue;
      }
      Table.Column column = table.columns().get(folded(equality.column().getColumnName()));
      if (column == null || column.kind() == ValueKind.NONE) {
        continue;
      }
      List<Operand> values = Conditions.operands(equality, column.kind());
      if (values != null && (best == null || column.kind() != ValueKind.BOOLEAN)) {
        best = equality;
        operands = values;
        if (column.kind() != ValueKind.BOOLEAN) {
          break;
        }
      }
    }
    if (best == null || operands == null) {
      dependencies.add(new Fixed(TableTags.inserted(name)));
      return;
    }
    String column = folded(best.column().getColumnName());
    ValueKind kind = java.util.Objects.requireNonNull(table.columns().get(column)).kind();
    dependencies.add(
        new Each(
            TableTags.values(name, column),
            operands,
            kind,
            0,
            List.of(TableTags.inserted(name), TableTags.column(name, column))));
    dependencies.add(new Fixed(TableTags.someValue(name, column)));
    // Whoever leaves the set is shown, whoever enters it has the value: only then is any other
    // value of the column of no interest. Another use of the column is not.
    if (known && uses(source, column) == 1) {
      dependencies.remove(new Fixed(TableTags.column(name, column)));
    }
  }

  /** How often the column is named outside of the select list, at most. */
  private long uses(Source source, String column) {
    long uses = 0;
    boolean list = true;
    for (int i = 0; i < tokens.list().size(); i++) {
      SqlTokens.Token token = tokens.get(i);
      list &= !(token.is("from") && token.depth() == 0);
      if (!list && token.named() && token.text().equals(column)) {
        boolean others =
            tokens.get(i - 1).is(".")
                && !tokens.get(i - 2).text().equals(source.alias())
                && source(tokens.get(i - 2).text()) != null;
        uses += others ? 0 : 1;
      }
    }
    return uses;
  }

  private @Nullable Equality equality(Source source, @Nullable String column) {
    if (column == null) {
      return null;
    }
    for (Equality equality : conditions.equalities) {
      if (folded(equality.column().getColumnName()).equals(column)
          && resolve(equality.column()) == source) {
        return equality;
      }
    }
    return null;
  }

  /** Where the result shows the key of a table: as such, or as what was joined with it. */
  private @Nullable Item shownKey(Source source) {
    Item item = item(source, source.table().key());
    for (Joined joined : conditions.joined) {
      if (item != null) {
        break;
      }
      if (joined.holdsFor(source.alias())) {
        item = shownKey(source, joined.one(), joined.other());
        item = item == null ? shownKey(source, joined.other(), joined.one()) : item;
      }
    }
    return item;
  }

  private @Nullable Item shownKey(Source source, Column key, Column other) {
    if (resolve(key) != source || !folded(key.getColumnName()).equals(source.table().key())) {
      return null;
    }
    Source from = resolve(other);
    String column = folded(other.getColumnName());
    return from == null || !source.table().name().equals(from.table().targets().get(column))
        ? null
        : item(from, column);
  }

  private @Nullable Item item(Source source, @Nullable String column) {
    for (Item item : items) {
      if (item.source() == source && item.column().equals(column)) {
        return item;
      }
    }
    return null;
  }

  /** Whether a join leads to the one row that a foreign key says is there. */
  private boolean byForeignKey(Source source) {
    Table table = source.table();
    for (Joined joined : conditions.joined) {
      if (joined.holdsFor(source.alias())
          && (leads(table, source, joined.one(), joined.other())
              || leads(table, source, joined.other(), joined.one()))) {
        return true;
      }
    }
    return false;
  }

  private boolean leads(Table table, Source source, Column key, Column other) {
    Source from = resolve(other);
    return resolve(key) == source
        && folded(key.getColumnName()).equals(table.key())
        && from != null
        && from != source
        && table.name().equals(from.table().targets().get(folded(other.getColumnName())));
  }

  /** A relation anywhere else in the query: any change of what it names there matters. */
  private void inner(Occurrence occurrence, Set<Dependency> dependencies) {
    Set<String> bases = schema.views().get(occurrence.relation());
    if (bases != null) {
      bases.forEach(base -> dependencies.add(new Fixed(TableTags.any(base))));
    }
    Table table = schema.table(occurrence.relation());
    if (table == null) {
      return;
    }
    String name = table.name();
    if (!table.understood() || occurrence.renamed()) {
      dependencies.add(new Fixed(TableTags.any(name)));
      return;
    }
    dependencies.add(new Fixed(TableTags.unknown(name)));
    dependencies.add(new Fixed(TableTags.inserted(name)));
    dependencies.add(new Fixed(TableTags.deleted(name)));
    Set<String> columns = new HashSet<>(usage.used(occurrence.alias()));
    columns.addAll(usage.shown(occurrence.alias()));
    columns.forEach(column -> dependencies.add(new Fixed(TableTags.column(name, column))));
  }

  /** The name that an identifier stands for. */
  static String folded(@Nullable String identifier) {
    if (identifier == null) {
      return "";
    }
    return identifier.startsWith("\"") && identifier.endsWith("\"") && identifier.length() > 1
        ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
        : identifier.toLowerCase(Locale.ROOT);
  }
}
