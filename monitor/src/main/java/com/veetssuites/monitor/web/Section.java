package com.veetssuites.monitor.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a page: whatever of it is not null is drawn.
 *
 * @param hint a sentence below the title
 */
record Section(
    @Nullable String title,
    @Nullable String hint,
    @Nullable List<Tile> tiles,
    @Nullable List<Chart> charts,
    Table.@Nullable View table,
    @Nullable List<Advice> advice,
    @Nullable List<Fact> facts,
    @Nullable String text,
    @Nullable List<Action> actions) {

  /**
   * A figure.
   *
   * @param live name of the live figure that it follows, or null
   */
  record Tile(String label, String value, String tone, @Nullable String live) {}

  /**
   * A chart, drawn from what its address answers.
   *
   * @param data that address
   */
  record Chart(String title, String data) {}

  /** Something to be done about. */
  record Advice(String tone, String text, @Nullable String link, @Nullable String act) {}

  /** A name with a value. */
  record Fact(String name, String value, String tone) {}

  boolean hasTiles() {
    return tiles != null;
  }

  boolean hasCharts() {
    return charts != null;
  }

  boolean hasAdvice() {
    return advice != null;
  }

  boolean hasFacts() {
    return facts != null;
  }

  static Section tiles(List<Tile> tiles) {
    return new Section(null, null, tiles, null, null, null, null, null, null);
  }

  static Section charts(List<Chart> charts) {
    return new Section(null, null, null, charts, null, null, null, null, null);
  }

  static Section table(String title, @Nullable String hint, Table.View table) {
    return new Section(title, hint, null, null, table, null, null, null, null);
  }

  static Section advice(String title, List<Advice> advice) {
    return new Section(title, null, null, null, null, advice, null, null, null);
  }

  static Section facts(String title, List<Fact> facts) {
    return new Section(title, null, null, null, null, null, facts, null, null);
  }

  /** A text as it is: a statement, a plan, a stack trace. */
  static Section text(String title, @Nullable String hint, String text) {
    return new Section(title, hint, null, null, null, null, null, text, null);
  }

  Section actions(List<Action> possible) {
    return new Section(title, hint, tiles, charts, table, advice, facts, text, possible);
  }
}
