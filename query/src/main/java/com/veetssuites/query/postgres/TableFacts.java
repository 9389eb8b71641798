package com.veetssuites.query.postgres;

import java.util.List;
import java.util.Map;

/**
 * What the database knows of a table and of what is in it.
 *
 * @param rows about; negative where the table was never analysed
 * @param rowsRead since the statistics began
 */
record TableFacts(
    long oid,
    String schema,
    String name,
    double rows,
    long rowsRead,
    long rowsWritten,
    Map<String, Column> columns,
    List<Existing> indexes,
    List<String> primaryKey) {

  /**
   * A column.
   *
   * @param collation empty where it has none
   * @param sortable whether an ordinary index can hold it
   * @param distinct how many values there are, about; 0 where that is not known
   * @param matched the share of the rows that have the value of a row picked by chance: what an
   *     equality leaves, where values are asked for as often as they are there
   */
  record Column(
      String name,
      String collation,
      boolean sortable,
      int width,
      double distinct,
      double matched,
      double nulls) {

    /** Wider values do not belong into an index: it takes at most a third of a page an entry. */
    private static final int WIDEST = 200;

    boolean indexable() {
      return sortable && width <= WIDEST;
    }
  }

  /**
   * An index that is there.
   *
   * @param keys columns and expressions, as {@link #plain}
   * @param predicate as {@link #plain}; empty where it holds all rows
   * @param ordered whether it is a b-tree
   */
  record Existing(
      String name, boolean unique, boolean ordered, String predicate, List<String> keys) {}

  /** An expression without what may or may not be written in it. */
  static String plain(String expression) {
    return expression.replaceAll("::(text|character varying)", "").replaceAll("[()\\s\"]", "");
  }

  double readsPerWrite() {
    return (double) rowsRead / Math.max(1, rowsWritten);
  }

  /** How it is written in a statement; of the schema public without the schema. */
  String written() {
    return schema.equals("public") ? Names.quoted(name) : Names.quoted(schema, name);
  }
}
