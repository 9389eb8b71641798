package com.veetssuites.query.postgres;

/**
 * Something about the indexes of a table that its catalogue alone shows.
 *
 * @param message in a sentence
 * @param ddl what mends it
 */
public record CatalogFinding(Kind kind, String table, String index, String message, String ddl) {

  /** What it is. */
  public enum Kind {
    FOREIGN_KEY_WITHOUT_INDEX,
    DUPLICATE_INDEX,
    COVERED_INDEX,
    UNUSED_INDEX,
    INVALID_INDEX
  }
}
