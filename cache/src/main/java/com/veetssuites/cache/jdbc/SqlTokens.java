package com.veetssuites.cache.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a statement, as PostgreSQL tells them apart (its manual, 4.1 Lexical Structure).
 *
 * <p>A statement cannot touch what it does not name: what the words say is complete, even where a
 * parser would overlook something.
 */
final class SqlTokens {

  enum Kind {
    WORD,
    QUOTED,
    TEXT,
    NUMBER,
    SYMBOL
  }

  /**
   * One of them.
   *
   * @param text of a word folded to lower case, of a quoted identifier without its quotes
   * @param depth how many parentheses are open around it
   */
  record Token(Kind kind, String text, int depth) {

    boolean is(String word) {
      return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(word);
    }

    boolean named() {
      return kind == Kind.WORD || kind == Kind.QUOTED;
    }
  }

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int depth;
  private boolean odd;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  /** Null-free; {@link #odd} when the end of something was not found or its rules are not known. */
  static SqlTokens of(String sql) {
    SqlTokens words = new SqlTokens(sql);
    words.read();
    return words;
  }

  List<Token> list() {
    return tokens;
  }

  boolean odd() {
    return odd;
  }

  Token get(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : NOTHING;
  }

  private static final Token NOTHING = new Token(Kind.SYMBOL, "", 0);

  boolean has(String word) {
    return tokens.stream().anyMatch(token -> token.is(word));
  }

  private void read() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        comment();
      } else if (c == '\'') {
        text(false);
      } else if (c == '"') {
        quoted();
      } else if (c == '$' && dollar()) {
        continue;
      } else if (Character.isJavaIdentifierStart(c) && c != '$') {
        word();
      } else if (Character.isDigit(c)) {
        int from = at;
        while (at < sql.length()
            && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
          at++;
        }
        add(Kind.NUMBER, sql.substring(from, at));
      } else {
        symbol(c);
      }
    }
  }

  private void symbol(char c) {
    if (c == ')') {
      depth--;
    }
    if (sql.startsWith("??", at)) {
      add(Kind.SYMBOL, "??");
      at += 2;
    } else {
      add(Kind.SYMBOL, String.valueOf(c));
      at++;
    }
    if (c == '(') {
      depth++;
    }
  }

  private void comment() {
    int open = 0;
    do {
      if (sql.startsWith("/*", at)) {
        open++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        open--;
        at += 2;
      } else {
        at++;
      }
    } while (open > 0 && at < sql.length());
    odd |= open > 0;
  }

  private void text(boolean escapes) {
    int from = ++at;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (escapes && c == '\\') {
        at += 2;
      } else if (c == '\'' && sql.startsWith("''", at)) {
        at += 2;
      } else if (c == '\'') {
        add(Kind.TEXT, sql.substring(from, at++));
        return;
      } else {
        at++;
      }
    }
    odd = true;
  }

  private void quoted() {
    int from = ++at;
    while (at < sql.length()) {
      if (sql.charAt(at) != '"') {
        at++;
      } else if (sql.startsWith("\"\"", at)) {
        at += 2;
      } else {
        add(Kind.QUOTED, sql.substring(from, at++).replace("\"\"", "\""));
        return;
      }
    }
    odd = true;
  }

  private boolean dollar() {
    int end = sql.indexOf('$', at + 1);
    if (end < 0) {
      return false;
    }
    String tag = sql.substring(at, end + 1);
    for (int i = 1; i < tag.length() - 1; i++) {
      char c = tag.charAt(i);
      if (!(Character.isLetter(c) || c == '_' || (i > 1 && Character.isDigit(c)))) {
        return false;
      }
    }
    int close = sql.indexOf(tag, end + 1);
    if (close < 0) {
      odd = true;
      at = sql.length();
    } else {
      add(Kind.TEXT, sql.substring(end + 1, close));
      at = close + tag.length();
    }
    return true;
  }

  private void word() {
    int from = at;
    while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(from, at).toLowerCase(Locale.ROOT);
    boolean beforeText = at < sql.length() && sql.charAt(at) == '\'';
    if (beforeText && word.equals("e")) {
      text(true);
    } else if (word.equals("u") && sql.startsWith("&", at)) {
      odd |= sql.startsWith("&\"", at) || sql.startsWith("&'", at);
      add(Kind.WORD, word);
    } else {
      add(Kind.WORD, word);
    }
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, depth));
  }
}
