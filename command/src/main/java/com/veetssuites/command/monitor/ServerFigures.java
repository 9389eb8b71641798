package com.veetssuites.command.monitor;

import com.veetssuites.command.ServerClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a server has measured, as its actuator tells it, with every name in snake case. */
final class ServerFigures {

  /** Version of the documents that are put together here. */
  static final int SCHEMA = 1;

  private static final String START = "start";
  private static final String MONITOR = "/actuator/monitor";

  private final ServerClient client;

  ServerFigures(ServerClient client) {
    this.client = client;
  }

  /**
   * The report of a window.
   *
   * @param node one alone; null for those that the window is of
   */
  ObjectNode report(String window, @Nullable String node) {
    String of = node == null ? "" : "&node=" + URLEncoder.encode(node, StandardCharsets.UTF_8);
    return client.get(MONITOR + "?window=" + window + of, ObjectNode.class);
  }

  /** The cache of a report, with where the node that answers stands in the log. */
  ObjectNode caches(ObjectNode report) {
    ObjectNode document = head(report);
    document.set("cache", report.path("cache"));
    document.set("regions", report.path("regions"));
    document.set("log", snake(client.get("/actuator/tieredcaches", JsonNode.class).path("log")));
    return document;
  }

  /**
   * The costliest statements of the node that answers, since its start, and what it runs too often.
   */
  ObjectNode statements(ObjectNode report, int most) {
    boolean start = report.path("window").asString("").equals(START);
    ObjectNode document = head(start ? report : report(START, null));
    String path = "/actuator/querystatements?limit=" + most;
    document.set("statements", snake(client.get(path, JsonNode.class)));
    JsonNode findings = client.get("/actuator/queryfindings", JsonNode.class);
    document.set("findings", snake(findings.path("findings")));
    return document;
  }

  /** The same of a report, when the server that answers has just been started for it. */
  ObjectNode statementsOfHistory(ObjectNode report) {
    ObjectNode document = head(report);
    document.set("history", report.path("statements"));
    return document;
  }

  private static ObjectNode head(ObjectNode report) {
    ObjectNode head = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
    for (String field :
        new String[] {"at", "node", "window", "from", "seconds", "whole", "nodes"}) {
      head.set(field, report.path(field));
    }
    return head;
  }

  /** The same with {@code p95_millis} for {@code p95Millis}. */
  static JsonNode snake(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> array.add(snake(each)));
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(each ->
              object.set(
                  each.getKey().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT),
                  snake(each.getValue())));
      return object;
    }
    return node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
  }
}
