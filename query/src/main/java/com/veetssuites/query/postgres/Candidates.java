package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.Condition.Kind;
import com.veetssuites.query.postgres.TableFacts.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads off a plan which indexes would keep it from reading whole tables: columns with a value
 * first, then one range or the order (the rule of <a
 * href="https://use-the-index-luke.com/sql/where-clause">Use The Index, Luke</a>).
 */
final class Candidates {

  /** A list of values is seen as three. */
  private static final int LISTED = 3;

  /** A column whose value leaves more than this of the rows does not help to find them. */
  private static final double WEAK = 0.3;

  /** A range is of use where there are many values. */
  private static final int MANY = 100;

  /** An order of more columns is kept by their first ones well enough. */
  private static final int MOST_SORTED = 3;

  private static final Pattern SORTED =
      Pattern.compile("(.+?)(?: COLLATE (\"[^\"]+\"|\\S+))?( DESC)?( NULLS (?:FIRST|LAST))?");

  private final TableCatalog catalog;
  private final AdvisorSettings settings;

  Candidates(TableCatalog catalog, AdvisorSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** What this scan asks for, if it is worth anything. */
  Optional<Candidate> of(Scan scan, CostlyStatement statement) throws SQLException {
    TableFacts table = catalog.table(scan.node().schema(), scan.node().table()).orElse(null);
    if (table == null
        || table.rows() < settings.leastRows()
        || table.readsPerWrite() < settings.leastReadsPerWrite()) {
      return Optional.empty();
    }
    List<Condition> conditions = Condition.of(scan.node().filter(), scan.node().alias());
    Optional<Candidate> found =
        ordered(scan, table, conditions)
            .or(() -> filtered(scan, table, conditions, statement))
            .or(() -> looked(scan, table));
    for (Candidate.Key key : found.map(Candidate::keys).orElse(List.of())) {
      if (!key.function().isEmpty() && !catalog.immutable(key.function())) {
        return Optional.empty();
      }
    }
    return found.filter(each -> !each.covered());
  }

  /** The first rows of an order: the index is read in order, and not to its end. */
  private Optional<Candidate> ordered(Scan scan, TableFacts table, List<Condition> conditions) {
    PlanNode sort = scan.sort();
    List<Candidate.Key> order = sort == null ? List.of() : order(sort, scan.node().alias(), table);
    boolean others =
        conditions.stream().anyMatch(each -> each.kind() == Kind.OTHER || each.kind() == Kind.ANY);
    if (!scan.limited() || order.isEmpty() || others || scan.join() != null) {
      return Optional.empty();
    }
    List<Candidate.Key> equal = new ArrayList<>();
    double selected = 1;
    for (Condition each : equalities(table, conditions)) {
      Column column = column(table, each);
      if (column.matched() < 0.9) {
        equal.add(key(each));
        selected *= column.matched();
      }
    }
    String predicate = predicate(table, conditions);
    // A range on something else is checked row by row, which is only quick where it leaves many.
    boolean apart =
        conditions.stream()
            .anyMatch(each ->
                each.kind() == Kind.RANGE && !each.column().equals(order.getFirst().column()));
    return apart
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                table,
                equal,
                order,
                true,
                predicate,
                scan,
                "The first rows of this order are wanted, and all of about %,.0f are sorted for them."
                    .formatted(table.rows() * selected)));
  }

  private Optional<Candidate> filtered(
      Scan scan, TableFacts table, List<Condition> conditions, CostlyStatement statement) {
    List<Candidate.Key> equal = new ArrayList<>();
    double selected = 1;
    for (Condition each : equalities(table, conditions)) {
      double matched = matched(table, each);
      if (matched <= WEAK && selected * table.rows() > 1.5) {
        equal.add(key(each));
        selected *= matched;
      }
    }
    List<Candidate.Key> ranges = ranges(table, conditions);
    PlanNode sort = scan.sort();
    List<Candidate.Key> then = ranges;
    if (ranges.isEmpty() && sort != null && scan.join() == null) {
      then = order(sort, scan.node().alias(), table);
    }
    if (selected <= settings.mostSelected() && !equal.isEmpty()) {
      return Optional.of(
          new Candidate(
              table, equal, then, false, "", scan, basis(table, selected, "these values")));
    }
    return equal.isEmpty()
        ? constant(scan, table, conditions)
            .or(() -> ranged(scan, table, conditions, ranges, statement))
        : Optional.empty();
  }

  /** A range alone leaves few rows where both ends are given, or where few rows were read. */
  private Optional<Candidate> ranged(
      Scan scan,
      TableFacts table,
      List<Condition> conditions,
      List<Candidate.Key> ranges,
      CostlyStatement statement) {
    if (ranges.isEmpty() || scan.join() != null) {
      return Optional.empty();
    }
    String column = ranges.getFirst().column();
    long ends =
        conditions.stream()
            .filter(each -> each.kind() == Kind.RANGE && each.column().equals(column))
            .count();
    double read = (double) statement.rows() / Math.max(1, statement.calls()) / table.rows();
    boolean few = !scan.counted() && statement.rows() > 0 && read <= 2 * settings.mostSelected();
    if (ends < 2 && !few) {
      return Optional.empty();
    }
    String basis =
        few
            ? basis(table, read, "this range, as its calls did")
            : "The range has two ends; how much lies between them depends on the values.";
    return Optional.of(new Candidate(table, List.of(), ranges, false, "", scan, basis));
  }

  /** The few rows of a state that is asked for again and again. */
  private Optional<Candidate> constant(Scan scan, TableFacts table, List<Condition> conditions) {
    double expected = scan.node().rows() / Math.max(1, table.rows());
    return conditions.stream()
        .filter(each -> each.kind() == Kind.CONSTANT && conditions.size() == 1)
        .filter(each -> expected <= settings.mostSelected())
        .filter(each -> table.columns().containsKey(each.column()))
        .map(each ->
            new Candidate(
                table,
                List.of(),
                List.of(
                    new Candidate.Key(
                        table.primaryKey().isEmpty()
                            ? each.column()
                            : table.primaryKey().getFirst(),
                        "",
                        "")),
                false,
                each.text(),
                scan,
                basis(table, expected, "this condition")))
        .findFirst();
  }

  /** The join reads the whole table to find the partners of a few rows. */
  private Optional<Candidate> looked(Scan scan, TableFacts table) {
    PlanNode join = scan.join();
    PlanNode other = scan.other();
    if (join == null || other == null || !scan.replaceable()) {
      return Optional.empty();
    }
    List<Candidate.Key> equal = new ArrayList<>();
    double matched = 1;
    for (String text : join.conditions()) {
      for (Condition each : equalities(table, Condition.of(text, scan.node().alias()))) {
        if (equal.stream().noneMatch(key -> key.equals(key(each)))) {
          equal.add(key(each));
          matched *= matched(table, each);
        }
      }
    }
    double selected = other.rows() * matched;
    return equal.isEmpty() || selected > settings.mostSelected()
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                table,
                equal,
                List.of(),
                false,
                "",
                scan,
                basis(
                    table,
                    selected,
                    "the partners of the %,.0f rows it is joined with".formatted(other.rows()))));
  }

  private static String basis(TableFacts table, double selected, String by) {
    return String.format(
        Locale.ROOT,
        "All of about %,.0f rows are read, and about %,.0f (%.2f %%) have %s.",
        table.rows(),
        Math.max(1, table.rows() * selected),
        100 * selected,
        by);
  }

  /** Those whose columns an index can hold, most selective first. */
  private static List<Condition> equalities(TableFacts table, List<Condition> conditions) {
    return conditions.stream()
        .filter(each -> each.kind() == Kind.EQUALITY || each.kind() == Kind.ANY)
        .filter(each -> indexable(table, each))
        .sorted(Comparator.comparingDouble(each -> matched(table, each)))
        .toList();
  }

  private static List<Candidate.Key> ranges(TableFacts table, List<Condition> conditions) {
    return conditions.stream()
        .filter(each -> each.kind() == Kind.RANGE && indexable(table, each))
        .filter(each -> column(table, each).distinct() >= MANY)
        .map(Candidates::key)
        .limit(1)
        .toList();
  }

  private static boolean indexable(TableFacts table, Condition condition) {
    Column column = table.columns().get(condition.column());
    return column != null && column.indexable();
  }

  private static Column column(TableFacts table, Condition condition) {
    return Objects.requireNonNull(table.columns().get(condition.column()));
  }

  private static double matched(TableFacts table, Condition condition) {
    double matched = column(table, condition).matched();
    return condition.kind() == Kind.ANY ? Math.min(1, LISTED * matched) : matched;
  }

  private static Candidate.Key key(Condition condition) {
    return new Candidate.Key(condition.column(), condition.function(), "");
  }

  /** The rows that are never asked for need not be in the index. */
  private static String predicate(TableFacts table, List<Condition> conditions) {
    return String.join(
        " AND ",
        conditions.stream()
            .filter(each -> each.kind() == Kind.CONSTANT)
            .filter(each -> table.columns().containsKey(each.column()))
            .map(Condition::text)
            .sorted()
            .toList());
  }

  /** The order as columns of this table; empty where it is anything else. */
  private static List<Candidate.Key> order(PlanNode sort, String alias, TableFacts table) {
    List<Candidate.Key> keys = new ArrayList<>();
    List<String> directions = new ArrayList<>();
    for (String text : sort.sortKeys()) {
      Matcher matcher = SORTED.matcher(text);
      Column column =
          matcher.matches()
              ? Condition.column(matcher.group(1), alias).map(table.columns()::get).orElse(null)
              : null;
      String collation = column == null ? "" : collation(matcher);
      if (column == null
          || !column.indexable()
          || !(collation.isEmpty() || collation.equals(column.collation()))) {
        return List.of();
      }
      String direction = text(matcher, 3) + text(matcher, 4);
      directions.add(direction.strip());
      keys.add(new Candidate.Key(column.name(), "", direction.strip()));
    }
    // An index is read backwards as well, so that one direction for all needs no mention.
    boolean alike =
        directions.stream().distinct().count() == 1 && !directions.getFirst().contains("NULLS");
    return keys.stream()
        .limit(MOST_SORTED)
        .map(each -> alike ? new Candidate.Key(each.column(), "", "") : each)
        .toList();
  }

  private static String collation(Matcher matcher) {
    return text(matcher, 2).replace("\"", "");
  }

  private static String text(Matcher matcher, int group) {
    String text = matcher.group(group);
    return text == null ? "" : text;
  }
}
