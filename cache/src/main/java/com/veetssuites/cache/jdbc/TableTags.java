package com.veetssuites.cache.jdbc;

/**
 * The names of what a table is made of, as tags.
 *
 * <p>A value depends on what its reads could have noticed; a write marks what it changed; the two
 * meet in these names. For a table {@code courses}:
 *
 * <ul>
 *   <li>{@code courses!} is a write of unknown extent. Every reader of the table depends on it.
 *   <li>{@code courses*} is any write. Every write marks it; only a reader whose need is not
 *       understood depends on it.
 *   <li>{@code courses#7} is a change or the end of one row. Whoever has shown the row depends on
 *       it, and nobody else.
 *   <li>{@code courses+} is a new row of any kind. Whoever reads a set of rows depends on it,
 *       unless an equality says which new rows could belong to the set: then on {@code
 *       enrollments.student_id=5} and, for inserts whose value cannot be known in advance, on
 *       {@code enrollments.student_id=?}.
 *   <li>{@code courses-} is the end of a row. Only those depend on it who do not know which rows
 *       they were made of: counts, sums, {@code EXISTS}, pages behind an {@code OFFSET}.
 *   <li>{@code courses.title} is a new value of that column in some row. Whoever selects or orders
 *       rows by the column depends on it, for a row that was not in the set may enter it.
 *   <li>{@code enrollments.student_id=5} is, besides the insert above, an update to that value.
 * </ul>
 *
 * <p>So an update of one row marks the row, the columns it sets and the values it sets them to. A
 * list that shows the row depends on the row; a list that could come to show it depends on a column
 * or on a value; all other lists are left alone. That no reader needs more is what the differential
 * search in the tests looks for.
 *
 * <p>Tables are named without their schema, so that {@code search_path} decides nothing; two tables
 * of one name share their tags. Text values begin with an apostrophe, so that {@code =?} is never
 * one.
 */
final class TableTags {

  /** Stands for everything there is in the outbox, where the log has the number zero. */
  static final String EVERYTHING = "*";

  private TableTags() {}

  static String unknown(String table) {
    return table + '!';
  }

  static String any(String table) {
    return table + '*';
  }

  static String rows(String table) {
    return table + '#';
  }

  static String inserted(String table) {
    return table + '+';
  }

  static String deleted(String table) {
    return table + '-';
  }

  static String column(String table, String column) {
    return table + '.' + column;
  }

  static String values(String table, String column) {
    return table + '.' + column + '=';
  }

  static String someValue(String table, String column) {
    return table + '.' + column + "=?";
  }
}
