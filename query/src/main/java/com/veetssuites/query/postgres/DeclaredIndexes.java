package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.SqlScript.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The indexes that migrations declare and that no later one takes back.
 *
 * <p>Only statements of the scripts count: what stands in a comment, in a literal or in the body of
 * a function declares nothing. An index without a name of its own cannot be looked for and is left
 * out, as are those that a constraint brings along.
 */
public final class DeclaredIndexes {

  private final Map<String, DeclaredIndex> indexes = new LinkedHashMap<>();

  private DeclaredIndexes() {}

  /**
   * The indexes that are declared once all of these have run.
   *
   * @param migrations in any order: they are read in Flyway's
   */
  public static List<DeclaredIndex> of(List<Migration> migrations) {
    DeclaredIndexes declared = new DeclaredIndexes();
    for (Migration migration : Migration.ordered(migrations)) {
      for (List<Token> statement : SqlScript.statements(migration.text())) {
        declared.read(new Words(statement), migration.name());
      }
    }
    return List.copyOf(declared.indexes.values());
  }

  private void read(Words words, String origin) {
    if (words.skip("create")) {
      boolean unique = words.skip("unique");
      if (words.skip("index")) {
        create(words, unique, origin);
      }
    } else if (words.skip("drop")) {
      drop(words);
    } else if (words.skip("alter")) {
      alter(words);
    }
  }

  private void create(Words words, boolean unique, String origin) {
    words.skip("concurrently");
    boolean unlessThere = words.skip("if", "not", "exists");
    if (words.is("on") || !words.isName()) {
      return;
    }
    String name = words.next().name();
    if (!words.skip("on")) {
      return;
    }
    words.skip("only");
    String table = words.dotted();
    if (!unlessThere || !indexes.containsKey(name)) {
      indexes.put(name, new DeclaredIndex(name, table, unique, words.rest(), origin));
    }
  }

  private void drop(Words words) {
    boolean table = words.skip("table");
    if (table || words.skip("index")) {
      words.skip("concurrently");
      words.skip("if", "exists");
      do {
        String name = last(words.dotted());
        indexes
            .values()
            .removeIf(each -> table ? last(each.table()).equals(name) : each.name().equals(name));
      } while (words.skip(","));
    }
  }

  private void alter(Words words) {
    if (words.skip("index")) {
      words.skip("if", "exists");
      DeclaredIndex index = indexes.get(last(words.dotted()));
      if (index != null && words.skip("rename", "to")) {
        replace(index.name(), words.next().name(), index.table());
      }
    } else if (words.skip("table")) {
      words.skip("if", "exists");
      words.skip("only");
      String table = last(words.dotted());
      if (words.skip("rename", "to")) {
        String renamed = words.next().text();
        for (DeclaredIndex each : of(table)) {
          replace(each.name(), each.name(), renamed);
        }
      } else {
        dropColumns(words, table);
      }
    }
  }

  /** With a column go the indexes that name it. */
  private void dropColumns(Words words, String table) {
    do {
      if (words.skip("drop") && !words.is("constraint")) {
        words.skip("column");
        words.skip("if", "exists");
        if (words.isName()) {
          String column = words.next().name();
          for (DeclaredIndex each : of(table)) {
            if (names(each.definition(), column)) {
              indexes.remove(each.name());
            }
          }
        }
      }
    } while (words.skipPast(","));
  }

  private static boolean names(String definition, String column) {
    return SqlScript.statements(definition).stream()
        .flatMap(List::stream)
        .anyMatch(token -> token.isName() && token.name().equals(column));
  }

  private List<DeclaredIndex> of(String table) {
    return indexes.values().stream().filter(each -> last(each.table()).equals(table)).toList();
  }

  private void replace(String name, String renamed, String table) {
    DeclaredIndex index = indexes.remove(name);
    if (index != null) {
      indexes.put(
          renamed,
          new DeclaredIndex(renamed, table, index.unique(), index.definition(), index.origin()));
    }
  }

  /** The name without its schema. */
  private static String last(String dotted) {
    List<List<Token>> parts = SqlScript.statements(dotted);
    return parts.isEmpty() ? "" : parts.getFirst().getLast().name();
  }

  /** A statement that is read from its front. */
  private static final class Words {

    private final List<Token> tokens;
    private int at;

    Words(List<Token> tokens) {
      this.tokens = new ArrayList<>(tokens);
    }

    boolean is(String word) {
      return at < tokens.size() && tokens.get(at).is(word);
    }

    boolean isName() {
      return at < tokens.size() && tokens.get(at).isName();
    }

    /** Goes past these words where they stand here, all of them. */
    boolean skip(String... words) {
      for (int i = 0; i < words.length; i++) {
        if (at + i >= tokens.size() || !tokens.get(at + i).is(words[i])) {
          return false;
        }
      }
      at += words.length;
      return true;
    }

    /** Goes past the next of these, wherever it stands. */
    boolean skipPast(String sign) {
      while (at < tokens.size()) {
        if (next().is(sign)) {
          return true;
        }
      }
      return false;
    }

    Token next() {
      return at < tokens.size() ? tokens.get(at++) : new Token("\"\"", false);
    }

    /** A name, with those of what it lies in. */
    String dotted() {
      StringBuilder text = new StringBuilder(next().text());
      while (skip(".")) {
        text.append('.').append(next().text());
      }
      return text.toString();
    }

    String rest() {
      String rest = SqlScript.join(tokens.subList(at, tokens.size()));
      at = tokens.size();
      return rest;
    }
  }
}
