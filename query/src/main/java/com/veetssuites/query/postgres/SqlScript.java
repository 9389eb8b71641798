package com.veetssuites.query.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A script cut into statements and these into tokens; comments are left out, and what stands in
 * quotes or between dollars is one token each.
 */
final class SqlScript {

  private final String text;
  private int at;

  private SqlScript(String text) {
    this.text = text;
  }

  /**
   * A word, number, literal, quoted name or a single sign.
   *
   * @param text as written
   * @param spaced whether something stood between it and the one before
   */
  record Token(String text, boolean spaced) {

    boolean is(String word) {
      return text.equalsIgnoreCase(word);
    }

    /** As the database knows the name: in lower case where it is not quoted. */
    String name() {
      return text.startsWith("\"")
          ? text.substring(1, Math.max(1, text.length() - 1)).replace("\"\"", "\"")
          : text.toLowerCase(Locale.ROOT);
    }

    boolean isName() {
      char first = text.charAt(0);
      return first == '"' || Character.isLetter(first) || first == '_';
    }
  }

  static List<List<Token>> statements(String text) {
    return new SqlScript(text).read();
  }

  private List<List<Token>> read() {
    List<List<Token>> statements = new ArrayList<>();
    List<Token> statement = new ArrayList<>();
    boolean spaced = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      int from = at;
      if (Character.isWhitespace(c)) {
        at++;
      } else if (text.startsWith("--", at)) {
        at = after("\n");
      } else if (text.startsWith("/*", at)) {
        comment();
      } else if (c == ';') {
        at++;
        add(statements, statement);
        statement = new ArrayList<>();
      } else {
        token(c);
        statement.add(new Token(text.substring(from, at), spaced));
        spaced = false;
        continue;
      }
      spaced = true;
    }
    add(statements, statement);
    return statements;
  }

  private static void add(List<List<Token>> statements, List<Token> statement) {
    if (!statement.isEmpty()) {
      statements.add(statement);
    }
  }

  private void token(char c) {
    if (c == '\'' || c == '"') {
      quoted(c, false);
    } else if ((c == 'e' || c == 'E') && text.startsWith("'", at + 1)) {
      at++;
      quoted('\'', true);
    } else if (c == '$' && dollars()) {
      return;
    } else if (Character.isJavaIdentifierPart(c)) {
      while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
        at++;
      }
    } else {
      at++;
    }
  }

  private void quoted(char quote, boolean escapes) {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (escapes && c == '\\') {
        at += 2;
      } else if (c == quote && at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else if (c == quote) {
        at++;
        return;
      } else {
        at++;
      }
    }
    at = Math.min(at, text.length());
  }

  private boolean dollars() {
    int end = at + 1;
    while (end < text.length()
        && text.charAt(end) != '$'
        && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    if (end >= text.length() || text.charAt(end) != '$') {
      return false;
    }
    String tag = text.substring(at, end + 1);
    at = end + 1;
    at = after(tag);
    return true;
  }

  private int after(String end) {
    int found = text.indexOf(end, at);
    return found < 0 ? text.length() : found + end.length();
  }

  private void comment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
  }

  /** The tokens as a text again, with one space wherever there was any. */
  static String join(List<Token> tokens) {
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      text.append(token.spaced() && !text.isEmpty() ? " " : "").append(token.text());
    }
    return text.toString();
  }
}
