package com.veetssuites.command.monitor;

import com.veetssuites.command.ServerClient;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All that a server has measured, as one document; docs/export.md describes it. */
final class Export {

  static final int SCHEMA = 1;

  /** Of the node that answers since its start, and of all nodes. */
  static final List<String> WINDOWS = List.of("start", "15m", "6h", "31d");

  private static final int MOST_STATEMENTS = 100;

  private Export() {}

  static ObjectNode of(ServerClient client, Instant now) {
    ServerFigures server = new ServerFigures(client);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    URI address = client.address();
    document.put("schema", SCHEMA);
    document.put("exported_at", now.toString());
    document.put("server", address == null ? null : address.toString());
    ObjectNode start = server.report(WINDOWS.getFirst(), null);
    document.set("node", start.path("node"));
    ObjectNode reports = document.putObject("reports");
    reports.set(WINDOWS.getFirst(), start);
    for (String window : WINDOWS.subList(1, WINDOWS.size())) {
      reports.set(window, server.report(window, null));
    }
    document.set("cache_log", server.caches(start).path("log"));
    ObjectNode statements = server.statements(start, MOST_STATEMENTS);
    document.set("statements", statements.path("statements"));
    document.set("findings", statements.path("findings"));
    return document;
  }
}
