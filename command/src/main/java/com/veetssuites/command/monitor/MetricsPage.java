package com.veetssuites.command.monitor;

import com.veetssuites.command.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A report of the monitor for people. */
final class MetricsPage {

  private final Page page;
  private final int top;

  /**
   * @param top how many rows a table has at most
   */
  MetricsPage(Page page, int top) {
    this.page = page;
    this.top = top;
  }

  /**
   * Of whom and since when it is.
   *
   * @param only the node that was asked for; null for all
   */
  void head(JsonNode report, @Nullable String only) {
    page.gap();
    String window = report.path("window").asString("");
    String since =
        "%s (%s)"
            .formatted(
                Figure.moment(report.path("from")), Figure.span(report.path("seconds").asDouble()));
    String node = Output.plain(report.path("node").asString(""));
    if (window.equals("start")) {
      page.line("Node %s, since its start %s.", node, since);
    } else if (only != null) {
      page.line("Node %s, window %s, since %s.", Output.plain(only), window, since);
    } else {
      long alive = alive(report.path("nodes"));
      page.line(
          "All nodes (%d alive), window %s, since %s; told by %s.", alive, window, since, node);
    }
    if (!report.path("whole").asBoolean(true)) {
      page.alarm("Of node %s alone: the others could not be asked.".formatted(node));
    }
  }

  private static long alive(JsonNode nodes) {
    return stream(nodes).filter(each -> each.path("state").asString("").equals("ALIVE")).count();
  }

  void all(JsonNode report) {
    alerts(report.path("alerts"));
    requests(report);
    database(report.path("database"));
    cache(report.path("cache"));
    tasks(report);
    functions(report.path("functions"));
    nodes(report);
  }

  private void alerts(JsonNode alerts) {
    List<JsonNode> firing =
        stream(alerts)
            .filter(each -> each.path("state").asString("").equals("firing"))
            .limit(top)
            .toList();
    if (!firing.isEmpty()) {
      page.title("Alerts");
      firing.forEach(each -> page.alarm(each.path("sentence").asString("")));
    }
  }

  private void requests(JsonNode report) {
    JsonNode all = report.path("requests");
    page.title("Requests");
    page.line(
        "%s (%s/s), %s client errors, %s server errors, %s from the cache",
        Figure.count(all.path("count")).text(),
        Figure.rate(all.path("per_second")).text(),
        Figure.count(all.path("client_errors")).text(),
        page.coloured(Figure.faults(all.path("server_errors"))),
        Figure.count(all.path("cached")).text());
    page.line(
        "p50 %s ms, p95 %s ms, p99 %s ms, longest %s ms; %s statements and %s ms of the database each",
        Figure.millis(all.path("p50_ms")).text(),
        page.coloured(Figure.millis(all.path("p95_ms"), Figure.RESPONSE_MS)),
        Figure.millis(all.path("p99_ms")).text(),
        Figure.millis(all.path("max_ms")).text(),
        Figure.rate(all.path("statements_per_request")).text(),
        Figure.millis(all.path("database_ms_per_request")).text());
    table(
        report.path("routes"),
        "routes",
        List.of("route", "count", "5xx", "4xx", "p50 ms", "p95 ms", "p99 ms", "sql/req", "cached"),
        route -> {
          JsonNode of = route.path("requests");
          return List.of(
              Figure.text(route.path("route").asString("")),
              Figure.count(of.path("count")),
              Figure.faults(of.path("server_errors")),
              Figure.count(of.path("client_errors")),
              Figure.millis(of.path("p50_ms")),
              Figure.millis(of.path("p95_ms"), Figure.RESPONSE_MS),
              Figure.millis(of.path("p99_ms")),
              Figure.rate(of.path("statements_per_request")),
              Figure.count(of.path("cached")));
        });
  }

  private void database(JsonNode database) {
    page.title("Database");
    if (!database.path("connected").asBoolean(true)) {
      page.alarm("It does not answer.");
    }
    page.line(
        "%s statements (%s/s), %s errors, %s run one by one that one could do",
        Figure.count(database.path("statements")).text(),
        Figure.rate(database.path("per_second")).text(),
        page.coloured(Figure.faults(database.path("errors"))),
        Figure.count(database.path("findings")).text());
    page.line(
        "p50 %s ms, p95 %s ms, p99 %s ms; pool at most: %s active, %s idle, %s waiting, of %s",
        Figure.millis(database.path("p50_ms")).text(),
        page.coloured(Figure.millis(database.path("p95_ms"), Figure.QUERY_MS)),
        Figure.millis(database.path("p99_ms")).text(),
        Figure.count(database.path("pool_active")).text(),
        Figure.count(database.path("pool_idle")).text(),
        page.coloured(Figure.faults(database.path("pool_waiting"))),
        Figure.count(database.path("pool_most")).text());
  }

  /** All regions together. */
  void cache(JsonNode cache) {
    page.title("Cache");
    page.line(
        "hit rate %s: %s from memory, %s from the second level, %s misses, %s loads",
        page.coloured(Figure.hitRate(cache)),
        Figure.count(cache.path("local_hits")).text(),
        Figure.count(cache.path("remote_hits")).text(),
        Figure.count(cache.path("misses")).text(),
        Figure.count(cache.path("loads")).text());
    page.line(
        "%s values, %s in memory; %s invalidations sent, %s wait; %s ms behind the log",
        Figure.count(cache.path("entries")).text(),
        Figure.bytes(cache.path("bytes")).text(),
        Figure.count(cache.path("invalidations")).text(),
        page.coloured(Figure.faults(cache.path("unsent"))),
        Figure.millis(cache.path("lag_ms")).text());
    if (!cache.path("log_reachable").asBoolean(true)) {
      page.alarm("The invalidation log does not answer.");
    }
    if (!cache.path("store_reachable").asBoolean(true)) {
      page.alarm("The second level does not answer.");
    }
  }

  private void tasks(JsonNode report) {
    JsonNode tasks = report.path("tasks");
    page.title("Tasks");
    page.line(
        "%s enqueued, %s started, %s succeeded, %s retried, %s dead; %s wait and %s run, at most",
        Figure.count(tasks.path("enqueued")).text(),
        Figure.count(tasks.path("started")).text(),
        Figure.count(tasks.path("succeeded")).text(),
        Figure.count(tasks.path("retried")).text(),
        page.coloured(Figure.faults(tasks.path("dead"))),
        Figure.count(tasks.path("queued")).text(),
        Figure.count(tasks.path("running")).text());
    table(
        report.path("queues"),
        "queues",
        List.of("queue", "length", "scheduled", "running", "dead", "wait p50 ms", "wait p95 ms"),
        queue ->
            List.of(
                Figure.text(queue.path("queue").asString("")),
                Figure.count(queue.path("length"))
                    .when(queue.path("length").asLong() > Figure.QUEUE),
                Figure.count(queue.path("scheduled")),
                Figure.count(queue.path("running")),
                Figure.faults(queue.path("dead")),
                Figure.millis(queue.path("p50_wait_ms")),
                Figure.millis(queue.path("p95_wait_ms"))));
    table(
        report.path("task_types"),
        "types",
        List.of("task", "started", "succeeded", "retried", "dead", "run p50 ms", "run p95 ms"),
        type ->
            List.of(
                Figure.text(type.path("type").asString("")),
                Figure.count(type.path("started")),
                Figure.count(type.path("succeeded")),
                Figure.count(type.path("retried")),
                Figure.faults(type.path("dead")),
                Figure.millis(type.path("p50_run_ms")),
                Figure.millis(type.path("p95_run_ms"))));
  }

  private void functions(JsonNode functions) {
    if (functions.isEmpty()) {
      return;
    }
    page.title("Functions");
    table(
        functions,
        "functions",
        List.of("function", "count", "errors", "p50 ms", "p95 ms", "p99 ms", "longest ms"),
        function ->
            List.of(
                Figure.text(function.path("function").asString("")),
                Figure.count(function.path("count")),
                Figure.faults(function.path("errors")),
                Figure.millis(function.path("p50_ms")),
                Figure.millis(function.path("p95_ms"), Figure.RESPONSE_MS),
                Figure.millis(function.path("p99_ms")),
                Figure.millis(function.path("max_ms"))));
  }

  private void nodes(JsonNode report) {
    page.title("Nodes");
    table(
        report.path("nodes"),
        "nodes",
        List.of("node", "role", "state", "started"),
        node -> {
          String state = node.path("state").asString("").toLowerCase(Locale.ROOT);
          return List.of(
              Figure.text(node.path("node").asString("")),
              Figure.text(node.path("role").asString("")),
              Figure.text(state).when(state.equals("gone")),
              Figure.text(Figure.moment(node.path("started_at"))));
        });
    table(
        report.path("runtimes"),
        "nodes",
        List.of("JVM", "cpu", "heap", "GC ms", "threads", "files", "disk"),
        jvm ->
            List.of(
                Figure.text(jvm.path("node").asString("")),
                Figure.percent(jvm.path("process_cpu").asDouble()),
                Figure.share(jvm.path("heap_used"), jvm.path("heap_most"), Figure.MEMORY),
                Figure.millis(jvm.path("collection_ms")),
                Figure.count(jvm.path("threads")),
                Figure.count(jvm.path("open_files")),
                part(jvm.path("disk_used"), jvm.path("disk_size"))));
  }

  private static Figure part(JsonNode part, JsonNode whole) {
    double share = whole.asLong() <= 0 ? 0 : (double) part.asLong() / whole.asLong();
    return Figure.percent(share).when(share > Figure.MEMORY);
  }

  /** The first rows; nothing when there are none. */
  void table(JsonNode rows, String what, List<String> head, Function<JsonNode, List<Figure>> row) {
    if (rows.isEmpty()) {
      return;
    }
    List<List<Figure>> shown = new ArrayList<>();
    stream(rows).limit(top).forEach(each -> shown.add(row.apply(each)));
    page.table(head, shown);
    if (rows.size() > top) {
      page.line("… and %,d more %s; --top %d shows them.", rows.size() - top, what, rows.size());
    }
  }

  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
