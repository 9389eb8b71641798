package com.veetssuites.query;

/**
 * The text of statements with what differs from call to call taken out: literals become {@code ?},
 * the lists of an IN, of any length, become {@code (?, …)}, comments and runs of white space become
 * one space. Two statements with the same text do the same thing to the database.
 */
final class SqlText {

  /** What is kept of a longer statement. */
  private static final int LONGEST = 10_000;

  private final String sql;
  private final StringBuilder text;
  private int at;

  /** Inside the parentheses of an IN. */
  private boolean list;

  private SqlText(String sql) {
    this.sql = sql;
    this.text = new StringBuilder(Math.min(sql.length(), LONGEST));
  }

  static String normalise(String sql) {
    return new SqlText(sql).read();
  }

  private String read() {
    while (at < sql.length() && text.length() < LONGEST) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        space();
      } else if (c == '-' && next('-')) {
        skipTo(sql.indexOf('\n', at));
        space();
      } else if (c == '/' && next('*')) {
        comment();
        space();
      } else if (c == '\'') {
        literal(false);
      } else if ((c == 'e' || c == 'E') && next('\'') && !afterWord()) {
        at++;
        literal(true);
      } else if (c == '"') {
        int end = sql.indexOf('"', at + 1);
        copyTo(end < 0 ? sql.length() : end + 1);
      } else if (c == '$' && !afterWord()) {
        dollar();
      } else if (c == '?') {
        at++;
        placeholder();
      } else if (Character.isDigit(c) && !afterWord()) {
        number();
        placeholder();
      } else {
        list = c == '(' ? in() : list && c != ')';
        text.append(c);
        at++;
      }
    }
    return text.toString().strip();
  }

  private boolean in() {
    return endsWith(" in ") || endsWith(" IN ") || endsWith(" in") || endsWith(" IN");
  }

  private boolean next(char expected) {
    return at + 1 < sql.length() && sql.charAt(at + 1) == expected;
  }

  private boolean afterWord() {
    return at > 0 && Character.isJavaIdentifierPart(sql.charAt(at - 1));
  }

  private void space() {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
      text.append(' ');
    }
  }

  private void skipTo(int end) {
    at = end < 0 ? sql.length() : end;
  }

  private void copyTo(int end) {
    text.append(sql, at, end);
    at = end;
  }

  /** Comments nest in PostgreSQL. */
  private void comment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
  }

  private void literal(boolean escapes) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (escapes && c == '\\') {
        at += 2;
      } else if (c == '\'' && next('\'')) {
        at += 2;
      } else if (c == '\'') {
        at++;
        break;
      } else {
        at++;
      }
    }
    at = Math.min(at, sql.length());
    placeholder();
  }

  /** A dollar-quoted literal, or a numbered parameter. */
  private void dollar() {
    int end = at + 1;
    while (end < sql.length()
        && Character.isJavaIdentifierPart(sql.charAt(end))
        && sql.charAt(end) != '$') {
      end++;
    }
    if (end < sql.length() && sql.charAt(end) == '$') {
      String tag = sql.substring(at, end + 1);
      int close = sql.indexOf(tag, end + 1);
      at = close < 0 ? sql.length() : close + tag.length();
      placeholder();
    } else if (end > at + 1 && Character.isDigit(sql.charAt(at + 1))) {
      at = end;
      placeholder();
    } else {
      copyTo(end);
    }
  }

  private void number() {
    while (at < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.' || sign())) {
      at++;
    }
  }

  private boolean sign() {
    char c = sql.charAt(at);
    char before = sql.charAt(at - 1);
    return (c == '+' || c == '-') && (before == 'e' || before == 'E');
  }

  /** The second and later values of a list leave an ellipsis. */
  private void placeholder() {
    if (!list) {
      text.append('?');
    } else if (endsWith("?, …, ")) {
      text.setLength(text.length() - 2);
    } else if (endsWith("?, …,")) {
      text.setLength(text.length() - 1);
    } else if (endsWith("?, ")) {
      text.append('…');
    } else if (endsWith("?,")) {
      text.append(" …");
    } else {
      text.append('?');
    }
  }

  private boolean endsWith(String end) {
    int from = text.length() - end.length();
    return from >= 0 && text.indexOf(end, from) == from;
  }
}
