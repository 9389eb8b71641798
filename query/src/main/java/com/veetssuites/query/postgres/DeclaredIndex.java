package com.veetssuites.query.postgres;

/**
 * An index as a migration declares it.
 *
 * @param name as the database knows it
 * @param table as it is written in the declaration, with its schema where it was given
 * @param definition what follows the table: method, columns, predicate
 * @param origin the migration that declares it
 */
public record DeclaredIndex(
    String name, String table, boolean unique, String definition, String origin) {

  /** The statement that builds it beside running writes. */
  public String ddl() {
    return create(unique ? "UNIQUE INDEX CONCURRENTLY" : "INDEX CONCURRENTLY");
  }

  /** The statement of a migration: it builds the index where it is not there yet. */
  String migration() {
    return create(unique ? "UNIQUE INDEX IF NOT EXISTS" : "INDEX IF NOT EXISTS");
  }

  private String create(String what) {
    return "CREATE " + what + " " + Names.quoted(name) + " ON " + table + " " + definition;
  }
}
