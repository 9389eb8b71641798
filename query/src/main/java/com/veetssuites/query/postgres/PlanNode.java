package com.veetssuites.query.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A step of a plan, with the steps that it takes its rows from.
 *
 * @param type such as {@code Seq Scan}
 * @param role what it is to the step above: Outer, Inner, SubPlan; empty for the first
 * @param schema empty where it reads no table, as the other texts where there is none
 * @param alias what its columns are called by in the conditions
 * @param joinType such as {@code Left}
 * @param conditions by which a join matches rows
 * @param rows that it is expected to give
 */
record PlanNode(
    String type,
    String role,
    String schema,
    String table,
    String alias,
    String index,
    String filter,
    String indexCondition,
    String joinType,
    List<String> conditions,
    List<String> sortKeys,
    double cost,
    double rows,
    List<PlanNode> children) {

  private static final JsonMapper JSON = new JsonMapper();

  /** The plan that {@code EXPLAIN (FORMAT JSON, VERBOSE)} gave. */
  static PlanNode parse(String json) {
    return of(JSON.readTree(json).path(0).path("Plan"));
  }

  private static PlanNode of(JsonNode node) {
    List<PlanNode> children = new ArrayList<>();
    node.path("Plans").forEach(child -> children.add(of(child)));
    return new PlanNode(
        text(node, "Node Type"),
        text(node, "Parent Relationship"),
        text(node, "Schema"),
        text(node, "Relation Name"),
        text(node, "Alias"),
        text(node, "Index Name"),
        text(node, "Filter"),
        text(node, "Index Cond"),
        text(node, "Join Type"),
        Stream.of("Hash Cond", "Merge Cond", "Join Filter")
            .map(name -> text(node, name))
            .filter(condition -> !condition.isEmpty())
            .toList(),
        node.path("Sort Key").valueStream().map(JsonNode::asString).toList(),
        node.path("Total Cost").asDouble(0),
        node.path("Plan Rows").asDouble(0),
        List.copyOf(children));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  boolean is(String... types) {
    return List.of(types).contains(type);
  }

  /** This and all below. */
  Stream<PlanNode> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(PlanNode::all));
  }

  /** The tree, a line a step, as EXPLAIN prints it. */
  String render() {
    StringBuilder text = new StringBuilder();
    render(text, 0);
    return text.toString().stripTrailing();
  }

  private void render(StringBuilder text, int depth) {
    String indent = "  ".repeat(depth);
    text.append(indent).append(depth == 0 ? "" : "-> ").append(describe()).append('\n');
    detail(text, indent, "Index Cond", indexCondition);
    conditions.forEach(condition -> detail(text, indent, "Join Cond", condition));
    detail(text, indent, "Filter", filter);
    detail(text, indent, "Sort Key", String.join(", ", sortKeys));
    children.forEach(child -> child.render(text, depth + 1));
  }

  private static void detail(StringBuilder text, String indent, String name, String value) {
    if (!value.isEmpty()) {
      text.append(indent).append("     ").append(name).append(": ").append(value).append('\n');
    }
  }

  /** The step in a line. */
  String describe() {
    StringBuilder text = new StringBuilder(type);
    if (!joinType.isEmpty() && !joinType.equals("Inner")) {
      text.append(' ').append(joinType);
    }
    if (!index.isEmpty()) {
      text.append(" using ").append(index);
    }
    if (!table.isEmpty()) {
      text.append(" on ").append(table);
      text.append(alias.isEmpty() || alias.equals(table) ? "" : " " + alias);
    }
    return text.append(String.format(Locale.ROOT, "  (cost=%.2f rows=%.0f)", cost, rows))
        .toString();
  }
}
