package com.veetssuites.cache.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement does to the cache, without its parameters. */
sealed interface Plan {

  /** Neither reads nor writes what values are made of. */
  record Nothing() implements Plan {}

  /** Ends the transaction by its text. */
  record End(boolean commit) implements Plan {}

  /** Begins a transaction by its text. */
  record Begin() implements Plan {}

  /**
   * Reads.
   *
   * @param refusal why nothing made of it may be kept; null when it is understood
   * @param offset how many rows are skipped; null for none
   * @param first the reading of the first page
   * @param later the reading of a page behind rows that are skipped
   */
  record Read(@Nullable String refusal, @Nullable Operand offset, Reading first, Reading later)
      implements Plan {}

  /**
   * What is read.
   *
   * @param dependencies known before the first row
   * @param rows what each row of the result adds
   * @param ifEmpty what the lack of any row adds
   */
  record Reading(List<Dependency> dependencies, List<Shown> rows, List<Dependency> ifEmpty) {
    static final Reading NOTHING = new Reading(List.of(), List.of(), List.of());
  }

  /**
   * A table whose rows are shown by their keys.
   *
   * @param table its name
   * @param kind of its key
   * @param column of the result that holds the key, from 1
   * @param label of that column
   * @param wanted the keys that were asked for, of which those that are not shown are missing
   * @param missing what the lack of a wanted row adds: a prefix for its key
   * @param missingAny what it adds besides
   */
  record Shown(
      String table,
      ValueKind kind,
      int column,
      String label,
      List<Operand> wanted,
      String missing,
      String missingAny) {}

  /**
   * Writes.
   *
   * @param marks what is marked, once per set of parameters
   * @param everything whether it is not known what is written
   * @param structure whether the schema may have changed
   * @param data whether it is an INSERT, UPDATE, DELETE or MERGE, fit to be run in a transaction
   * @param reads whether it returns rows of unknown meaning
   */
  record Write(List<Mark> marks, boolean everything, boolean structure, boolean data, boolean reads)
      implements Plan {}

  /** A mark on a table. */
  record Mark(String table, Dependency dependency) {}
}
