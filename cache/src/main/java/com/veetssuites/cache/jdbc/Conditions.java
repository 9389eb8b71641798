package com.veetssuites.cache.jdbc;

import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/** The equalities that every row of a result satisfies. */
final class Conditions {

  /** A column that equals one of some values. */
  record Equality(Column column, List<Expression> values, boolean array) {}

  /**
   * Two columns that equal each other.
   *
   * @param only where this holds for the rows of one alias alone; null where for all
   */
  record Joined(Column one, Column other, @Nullable String only) {
    boolean holdsFor(String alias) {
      return only == null || only.equals(alias);
    }
  }

  final List<Equality> equalities = new ArrayList<>();
  final List<Joined> joined = new ArrayList<>();

  /** The equal columns of a left join, whose right side has this alias. */
  List<Joined> joinedFor(String alias) {
    return joined.stream().map(each -> new Joined(each.one(), each.other(), alias)).toList();
  }

  /** Takes over what a condition says by its conjuncts. */
  void add(@Nullable Expression condition) {
    switch (condition) {
      case AndExpression and -> {
        add(and.getLeftExpression());
        add(and.getRightExpression());
      }
      case ParenthesedExpressionList<?> list when list.size() == 1 ->
          add((Expression) list.getFirst());
      case EqualsTo equals -> equality(equals.getLeftExpression(), equals.getRightExpression());
      case InExpression in when !in.isNot() && in.getLeftExpression() instanceof Column column -> {
        if (in.getRightExpression() instanceof ParenthesedExpressionList<?> list) {
          List<Expression> values = new ArrayList<>();
          list.forEach(value -> values.add((Expression) value));
          equalities.add(new Equality(column, values, false));
        }
      }
      case null, default -> {}
    }
  }

  private void equality(Expression left, Expression right) {
    if (left instanceof Column one && right instanceof Column other) {
      joined.add(new Joined(one, other, null));
    } else if (left instanceof Column column) {
      compare(column, right);
    } else if (right instanceof Column column) {
      compare(column, left);
    }
  }

  private void compare(Column column, Expression value) {
    if (value instanceof Function function
        && function.getName().equalsIgnoreCase("any")
        && function.getParameters() instanceof ExpressionList<?> list
        && list.size() == 1) {
      equalities.add(new Equality(column, List.of((Expression) list.getFirst()), true));
    } else if (!(value instanceof Function) && !(value instanceof AnyComparisonExpression)) {
      equalities.add(new Equality(column, List.of(value), false));
    }
  }

  /** The operands of an equality; null when one of them is not known in advance. */
  static @Nullable List<Operand> operands(Equality equality, ValueKind kind) {
    List<Operand> operands = new ArrayList<>();
    for (Expression value : equality.values()) {
      Operand operand = Operand.of(value, kind, equality.array());
      if (operand == null) {
        return null;
      }
      operands.add(operand);
    }
    return operands;
  }
}
