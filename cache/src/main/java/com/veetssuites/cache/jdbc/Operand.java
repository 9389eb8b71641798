package com.veetssuites.cache.jdbc;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Consumer;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import org.jspecify.annotations.Nullable;

/** A value that is known once the parameters of a statement are. */
sealed interface Operand {

  /** Written in the statement; null for NULL. */
  record Constant(@Nullable Object value) implements Operand {}

  /**
   * A parameter.
   *
   * @param index from 1
   * @param array whether it is a whole array of values
   */
  record Parameter(int index, boolean array) implements Operand {}

  /**
   * Tells the texts of this value; of NULL there is none.
   *
   * @return false when it, or one of an array, has a text that is not known
   */
  default boolean texts(Parameters parameters, ValueKind kind, Consumer<String> texts) {
    return switch (this) {
      case Constant constant -> text(constant.value(), kind, texts);
      case Parameter parameter when parameter.array() ->
          elements(parameters.value(parameter.index()), kind, texts);
      case Parameter parameter -> text(parameters.value(parameter.index()), kind, texts);
    };
  }

  private static boolean text(@Nullable Object value, ValueKind kind, Consumer<String> texts) {
    if (value == null) {
      return true;
    }
    String text = kind.text(value);
    if (text != null) {
      texts.accept(text);
    }
    return text != null;
  }

  private static boolean elements(@Nullable Object array, ValueKind kind, Consumer<String> texts) {
    Object values = array;
    if (array instanceof Array sql) {
      try {
        values = sql.getArray();
      } catch (SQLException e) {
        return false;
      }
    }
    boolean known = true;
    switch (values) {
      case null -> {}
      case Object[] objects -> {
        for (Object value : objects) {
          known &= text(value, kind, texts);
        }
      }
      case long[] numbers -> {
        for (long number : numbers) {
          known &= text(number, kind, texts);
        }
      }
      case int[] numbers -> {
        for (int number : numbers) {
          known &= text(number, kind, texts);
        }
      }
      case Collection<?> objects -> {
        for (Object value : objects) {
          known &= text(value, kind, texts);
        }
      }
      default -> known = false;
    }
    return known;
  }

  /** The operand that an expression is when it is compared with, or stored in, such a column. */
  static @Nullable Operand of(Expression expression, ValueKind kind, boolean array) {
    return switch (expression) {
      case JdbcParameter parameter -> new Parameter(parameter.getIndex(), array);
      case CastExpression cast when harmless(cast, kind, array) ->
          of(cast.getLeftExpression(), kind, array);
      case ParenthesedExpressionList<?> list when list.size() == 1 ->
          of((Expression) list.getFirst(), kind, array);
      case LongValue number when !array -> new Constant(number.getStringValue());
      case StringValue text when !array && text.getPrefix() == null ->
          new Constant(text.getNotExcapedValue());
      case BooleanValue truth when !array -> new Constant(truth.getValue());
      case NullValue _ -> new Constant(null);
      default -> null;
    };
  }

  private static boolean harmless(CastExpression cast, ValueKind kind, boolean array) {
    if (cast.getColDataType() == null || cast.getColDataType().getArgumentsStringList() != null) {
      return false;
    }
    String type = cast.getColDataType().getDataType().toLowerCase(java.util.Locale.ROOT);
    boolean brackets =
        cast.getColDataType().getArrayData() != null
            && !cast.getColDataType().getArrayData().isEmpty();
    if (brackets != array) {
      return false;
    }
    return switch (kind) {
      case INTEGER -> java.util.Set.of("bigint", "int8", "integer", "int", "int4").contains(type);
      case UUID -> type.equals("uuid");
      case BOOLEAN -> type.equals("boolean") || type.equals("bool");
      case TEXT -> type.equals("text") || type.equals("varchar");
      case NONE -> false;
    };
  }
}
