package com.veetssuites.command.monitor;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.ServerClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody wants to see of a server's figures: fetched as documents, shown as lines.
 *
 * @param window null for what is known best: since the start of the server, or of the last hours
 *     when none runs
 * @param node one alone; null for those of the window
 * @param top rows of a table; null for some
 */
record Sections(
    boolean metrics,
    boolean cacheStats,
    boolean slowQueries,
    @Nullable String window,
    @Nullable String node,
    @Nullable Integer top) {

  static final String METRICS = "metrics";
  static final String CACHE_STATS = "cache_stats";
  static final String SLOW_QUERIES = "slow_queries";

  private static final String OF_NODE = "15m";
  private static final String OF_NO_SERVER = "6h";
  private static final int ROWS = 15;
  private static final int STATEMENTS = 10;

  /** Asks the server for as little as is needed. */
  Map<String, ObjectNode> documents(ServerClient client) {
    Map<String, ObjectNode> documents = new LinkedHashMap<>();
    if (!metrics && !cacheStats && !slowQueries) {
      return documents;
    }
    ServerFigures server = new ServerFigures(client);
    ObjectNode report = server.report(asked(client), node);
    refuseUnknown(report);
    if (metrics) {
      documents.put(METRICS, report);
    }
    if (cacheStats) {
      documents.put(CACHE_STATS, server.caches(report));
    }
    if (slowQueries) {
      documents.put(
          SLOW_QUERIES,
          client.temporary()
              ? server.statementsOfHistory(report)
              : server.statements(report, top == null ? STATEMENTS : top));
    }
    return documents;
  }

  private String asked(ServerClient client) {
    if (window != null) {
      return window;
    }
    return node != null ? OF_NODE : client.temporary() ? OF_NO_SERVER : "start";
  }

  private void refuseUnknown(ObjectNode report) {
    List<String> known =
        MetricsPage.stream(report.path("nodes"))
            .map(each -> each.path("node").asString(""))
            .toList();
    if (node != null && !known.contains(node)) {
      throw new CommandFailed(
          "There is no node \"%s\"; there are: %s."
              .formatted(
                  node, known.stream().map(Output::plain).collect(Collectors.joining(", "))));
    }
  }

  /** The documents for people. */
  void show(Map<String, ObjectNode> documents, Page page) {
    MetricsPage figures = new MetricsPage(page, top == null ? ROWS : top);
    ObjectNode report = documents.get(METRICS);
    ObjectNode caches = documents.get(CACHE_STATS);
    ObjectNode statements = documents.get(SLOW_QUERIES);
    ObjectNode first = report != null ? report : caches;
    if (first != null) {
      figures.head(first, node);
    }
    if (report != null) {
      figures.all(report);
    }
    if (caches != null) {
      new CachePage(page, figures).all(caches, report == null);
    }
    if (statements != null) {
      new StatementsPage(page, top == null ? STATEMENTS : top)
          .all(
              statements, first == null || !first.path("window").equals(statements.path("window")));
    }
  }
}
