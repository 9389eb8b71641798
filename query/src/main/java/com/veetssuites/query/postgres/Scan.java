package com.veetssuites.query.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read of a whole table in a plan, with what is done with its rows.
 *
 * @param sort that orders the rows of this table alone; null where there is none
 * @param limited whether only the first rows of that order are wanted
 * @param counted whether rows are put together, so that the result says nothing of their number
 * @param join that it is a side of
 * @param other the other side of the join
 * @param replaceable whether the join could look up each row of the other side here
 */
record Scan(
    PlanNode node,
    @Nullable PlanNode sort,
    boolean limited,
    boolean counted,
    @Nullable PlanNode join,
    @Nullable PlanNode other,
    boolean replaceable) {

  static List<Scan> of(PlanNode plan) {
    List<Scan> scans = new ArrayList<>();
    find(plan, new ArrayList<>(), scans);
    return scans;
  }

  private static void find(PlanNode node, List<PlanNode> above, List<Scan> scans) {
    if (node.is("Seq Scan") && !node.table().isEmpty()) {
      scans.add(of(node, above));
    }
    above.add(node);
    for (PlanNode child : node.children()) {
      find(child, above, scans);
    }
    above.removeLast();
  }

  private static Scan of(PlanNode node, List<PlanNode> above) {
    PlanNode sort = null;
    PlanNode side = node;
    PlanNode join = null;
    boolean limited = false;
    boolean direct = true;
    for (PlanNode each : above.reversed()) {
      if (each.is("Sort", "Incremental Sort") && direct) {
        sort = sort == null ? each : sort;
      } else if (each.is("Limit")) {
        limited = direct;
        break;
      } else if (each.is("Hash Join", "Merge Join", "Nested Loop") && join == null) {
        join = each;
        direct = false;
      } else if (!each.is("Gather", "Gather Merge", "Hash", "Materialize", "Memoize")) {
        direct = false;
      }
      if (join == null) {
        side = each;
      }
    }
    boolean counted = above.stream().anyMatch(each -> each.is("Aggregate", "Limit", "Group"));
    PlanNode last = side;
    PlanNode other =
        join == null
            ? null
            : join.children().stream()
                .filter(each -> !each.role().equals(last.role()))
                .filter(each -> List.of("Inner", "Outer").contains(each.role()))
                .findFirst()
                .orElse(null);
    return new Scan(
        node, sort, limited && sort != null, counted, join, other, replaceable(join, last));
  }

  /** Rows that have to come out whether or not they match cannot be looked up. */
  private static boolean replaceable(@Nullable PlanNode join, PlanNode side) {
    if (join == null) {
      return false;
    }
    boolean inner = side.role().equals("Inner");
    return switch (join.joinType()) {
      case "Inner", "Semi" -> true;
      case "Left", "Anti" -> inner;
      case "Right", "Right Anti", "Right Semi" -> !inner;
      default -> false;
    };
  }

  /** The largest part of the plan that an index would replace. */
  PlanNode replaced() {
    return sort != null ? sort : join != null ? join : node;
  }
}
