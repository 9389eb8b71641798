package com.veetssuites.query.postgres;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A statement that only reads, as a text that can be prepared: the values that were taken out of it
 * are numbered parameters.
 *
 * @param sql with {@code $1}, {@code $2} …
 */
record PlannableStatement(String sql, int parameters) {

  /** Words of statements that write or lock; a column of such a name costs its plan, no more. */
  private static final Set<String> WRITING =
      Set.of(
          "insert", "update", "delete", "merge", "into", "truncate", "copy", "call", "do", "share");

  /** {@code interval '1 day'} is a literal with a type before it, which a parameter cannot have. */
  private static final Pattern TYPED_LITERAL =
      Pattern.compile(
          "\\b(interval|date|time|timestamp|timestamptz)\\s+\\?", Pattern.CASE_INSENSITIVE);

  /** The lengths of types are no parameters either. */
  private static final Pattern TYPE_LENGTH =
      Pattern.compile(
          "\\b(varchar|char|character varying|character|numeric|decimal|bit|time|timestamp)"
              + "\\s*\\(\\?(, ?\\?)?\\)",
          Pattern.CASE_INSENSITIVE);

  /**
   * The statement of a text, where it can be planned.
   *
   * @param normalised a text of {@link com.veetssuites.query.StatementStore} or of
   *     pg_stat_statements: without literals and comments
   * @return empty where it is not one single statement that only reads
   */
  static Optional<PlannableStatement> of(String normalised) {
    String sql = normalised.strip();
    while (sql.endsWith(";")) {
      sql = sql.substring(0, sql.length() - 1).strip();
    }
    String lower = sql.toLowerCase(Locale.ROOT);
    if (!(lower.startsWith("select ") || lower.startsWith("with "))
        || sql.length() >= 10_000
        || !onlyReads(sql)) {
      return Optional.empty();
    }
    sql = TYPED_LITERAL.matcher(sql).replaceAll("?::$1");
    sql = TYPE_LENGTH.matcher(sql).replaceAll("$1");
    return Optional.of(numbered(sql.replace("(?, …)", "(?, ?, ?)")));
  }

  private static boolean onlyReads(String sql) {
    StringBuilder word = new StringBuilder();
    for (int at = 0; at <= sql.length(); at++) {
      char c = at < sql.length() ? sql.charAt(at) : ' ';
      if (Character.isJavaIdentifierPart(c)) {
        word.append(Character.toLowerCase(c));
        continue;
      }
      if (WRITING.contains(word.toString()) || c == ';' || c == '\'') {
        return false;
      }
      word.setLength(0);
      if (c == '"') {
        int end = sql.indexOf('"', at + 1);
        if (end < 0) {
          return false;
        }
        at = end;
      }
    }
    return true;
  }

  private static PlannableStatement numbered(String sql) {
    StringBuilder text = new StringBuilder(sql.length() + 32);
    int parameters = 0;
    for (int at = 0; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == '"') {
        int end = sql.indexOf('"', at + 1);
        text.append(sql, at, end + 1);
        at = end;
      } else if (c == '?' && at + 1 < sql.length() && sql.charAt(at + 1) == '?') {
        // JDBC's way to write the operator ?.
        text.append('?');
        at++;
      } else if (c == '?') {
        text.append('$').append(++parameters);
      } else if (c == '$' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
        // pg_stat_statements numbers them already.
        int end = at + 1;
        while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
          end++;
        }
        int number = Integer.parseInt(sql, at + 1, Math.min(end, at + 6), 10);
        parameters = Math.max(parameters, number);
        text.append(sql, at, end);
        at = end - 1;
      } else {
        text.append(c);
      }
    }
    return new PlannableStatement(text.toString(), parameters);
  }
}
