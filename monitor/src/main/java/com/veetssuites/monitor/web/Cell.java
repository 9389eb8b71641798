package com.veetssuites.monitor.web;

import org.jspecify.annotations.Nullable;

/**
 * What stands in a table.
 *
 * @param text what is read
 * @param value what it is ordered by
 * @param link where it leads
 * @param tone {@code good}, {@code warn}, {@code bad} or nothing
 */
record Cell(String text, Comparable<?> value, @Nullable String link, String tone, boolean code) {

  static Cell of(String text) {
    return new Cell(text, text, null, "", false);
  }

  static Cell of(String text, double value) {
    return new Cell(text, value, null, "", false);
  }

  static Cell count(double value) {
    return of(Format.count(value), value);
  }

  static Cell millis(double value) {
    return of(Format.millis(value), value);
  }

  static Cell percent(double value) {
    return of(Format.percent(value), value);
  }

  static Cell bytes(double value) {
    return of(Format.bytes(value), value);
  }

  /** A text of the program: a route, a statement, a key. */
  static Cell code(String text) {
    return new Cell(text, text, null, "", true);
  }

  Cell linked(String where) {
    return new Cell(text, value, where, tone, code);
  }

  Cell tone(boolean applies, String other) {
    return applies ? new Cell(text, value, link, other, code) : this;
  }
}
