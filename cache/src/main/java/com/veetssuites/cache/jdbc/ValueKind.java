package com.veetssuites.cache.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether equal values of a column's type can be told by equal texts. Of types like {@code
 * numeric}, {@code timestamptz}, {@code char(n)} or {@code citext} they cannot.
 */
enum ValueKind {
  INTEGER,
  BOOLEAN,
  UUID,
  TEXT,
  NONE;

  private static final int LONGEST_TEXT = 100;

  /** The text of a value of this kind; null when it cannot be told. Never called with null. */
  @Nullable String text(Object value) {
    return switch (this) {
      case INTEGER -> integer(value);
      case BOOLEAN -> bool(value);
      case UUID -> uuid(value);
      case TEXT -> value instanceof String text ? quoted(text) : null;
      case NONE -> null;
    };
  }

  private static @Nullable String integer(Object value) {
    try {
      return switch (value) {
        case Long number -> Long.toString(number);
        case Integer number -> Integer.toString(number);
        case Short number -> Short.toString(number);
        case Byte number -> Byte.toString(number);
        case BigInteger number -> Long.toString(number.longValueExact());
        case BigDecimal number -> Long.toString(number.longValueExact());
        case String text -> Long.toString(Long.parseLong(text));
        default -> null;
      };
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable String bool(Object value) {
    return switch (value) {
      case Boolean truth -> truth.toString();
      case String text when text.equals("true") || text.equals("t") -> "true";
      case String text when text.equals("false") || text.equals("f") -> "false";
      default -> null;
    };
  }

  private static @Nullable String uuid(Object value) {
    try {
      return switch (value) {
        case java.util.UUID id -> id.toString();
        case String text when text.length() == 36 -> java.util.UUID.fromString(text).toString();
        default -> null;
      };
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Long or odd texts are cut down to their hash: an equal hash costs a load, never a lie. */
  private static String quoted(String text) {
    if (text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl)) {
      return "'" + text;
    }
    return "'~%08x%08x"
        .formatted(text.hashCode(), new StringBuilder(text).reverse().toString().hashCode());
  }
}
