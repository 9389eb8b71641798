package com.veetssuites.query.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a filter or of the condition of a join, as EXPLAIN (VERBOSE) writes it, read for one
 * table.
 *
 * @param column empty where the condition is not about one column of the table
 * @param function that is applied to the column, or empty
 * @param text without the alias of the table
 */
record Condition(Kind kind, String column, String function, String text) {

  enum Kind {
    /** The column has one value, or one of a few. */
    EQUALITY,
    /** One of a few. */
    ANY,
    /** The column is above or below a value. */
    RANGE,
    /** The same rows on every call, such as IS NULL. */
    CONSTANT,
    /** Nothing that an ordinary index serves. */
    OTHER
  }

  private static final Pattern OPERATOR = Pattern.compile(" ([-+*/<>=~!@#%^&|?]+) ");
  private static final Pattern FUNCTION = Pattern.compile("([a-z_][a-z0-9_]*)\\((.+)\\)");
  private static final Pattern NULLS = Pattern.compile("(.+) IS (NOT )?(NULL|TRUE|FALSE)");
  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[a-z_][a-z0-9_$]*)";

  /** The parts of an expression that all have to hold. */
  static List<Condition> of(String expression, String alias) {
    List<Condition> conditions = new ArrayList<>();
    if (expression.isBlank()) {
      return conditions;
    }
    for (String part : parts(bare(expression), " AND ")) {
      conditions.add(one(bare(part), alias));
    }
    return conditions;
  }

  private static Condition one(String text, String alias) {
    String stripped = text.replace(Names.quoted(alias) + ".", "");
    if (parts(text, " OR ").size() > 1) {
      return new Condition(Kind.OTHER, "", "", stripped);
    }
    Matcher nulls = NULLS.matcher(text);
    Optional<String> subject =
        nulls.matches()
            ? column(nulls.group(1), alias)
            : column(text.startsWith("NOT ") ? text.substring(4) : text, alias);
    if (subject.isPresent()) {
      return new Condition(Kind.CONSTANT, subject.get(), "", stripped);
    }
    int at = operator(text);
    Matcher operator = OPERATOR.matcher(text);
    if (at < 0 || !operator.find(at)) {
      return new Condition(Kind.OTHER, "", "", stripped);
    }
    String left = text.substring(0, operator.start());
    String right = text.substring(operator.end());
    String sign = operator.group(1);
    return compared(left, sign, right, alias)
        .or(() -> compared(right, sign, left, alias))
        .map(each -> new Condition(each.kind(), each.column(), each.function(), stripped))
        .orElse(new Condition(Kind.OTHER, "", "", stripped));
  }

  private static Optional<Condition> compared(
      String side, String operator, String value, String alias) {
    if (value.contains(Names.quoted(alias) + ".") || value.contains("SubPlan")) {
      return Optional.empty();
    }
    Kind kind =
        switch (operator) {
          case "=" -> value.startsWith("ANY ") ? Kind.ANY : Kind.EQUALITY;
          case "<", "<=", ">", ">=" -> Kind.RANGE;
          default -> Kind.OTHER;
        };
    Optional<String> column = column(side, alias);
    if (column.isPresent()) {
      return Optional.of(new Condition(kind, column.get(), "", ""));
    }
    Matcher function = FUNCTION.matcher(side);
    return function.matches()
        ? column(function.group(2), alias)
            .map(argument -> new Condition(kind, argument, function.group(1), ""))
        : Optional.empty();
  }

  /** The column that an expression is, also where it is only seen as a text. */
  static Optional<String> column(String expression, String alias) {
    String text = bare(expression);
    if (text.endsWith("::text")) {
      text = bare(text.substring(0, text.length() - 6));
    }
    Matcher matcher =
        Pattern.compile(Pattern.quote(Names.quoted(alias)) + "\\." + NAME).matcher(text);
    return matcher.matches()
        ? SqlScript.statements(matcher.group(1)).stream()
            .map(statement -> statement.getFirst().name())
            .findFirst()
        : Optional.empty();
  }

  /** Without the parentheses around the whole. */
  private static String bare(String expression) {
    String text = expression.strip();
    while (text.startsWith("(") && closes(text) == text.length() - 1) {
      text = text.substring(1, text.length() - 1).strip();
    }
    return text;
  }

  /** Where the first parenthesis closes. */
  private static int closes(String text) {
    int depth = 0;
    for (int at = 0; at < text.length(); at = next(text, at)) {
      depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  /** Where the first operator outside parentheses begins. */
  private static int operator(String text) {
    int depth = 0;
    for (int at = 0; at < text.length(); at = next(text, at)) {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && c == ' ' && OPERATOR.matcher(text).region(at, text.length()).lookingAt()) {
        return at;
      }
    }
    return -1;
  }

  private static List<String> parts(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at < text.length(); at = next(text, at)) {
      char c = text.charAt(at);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (depth == 0 && text.startsWith(separator, at)) {
        parts.add(text.substring(from, at));
        from = at + separator.length();
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** The next sign that is not in quotes. */
  private static int next(String text, int at) {
    char c = text.charAt(at);
    if (c == '\'' || c == '"') {
      int end = text.indexOf(c, at + 1);
      return end < 0 ? text.length() : end + 1;
    }
    return at + 1;
  }
}
