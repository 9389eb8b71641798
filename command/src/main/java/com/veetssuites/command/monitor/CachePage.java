package com.veetssuites.command.monitor;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The cache for people: all of it, its regions, and the log that its nodes follow. */
final class CachePage {

  private final Page page;
  private final MetricsPage metrics;

  CachePage(Page page, MetricsPage metrics) {
    this.page = page;
    this.metrics = metrics;
  }

  /**
   * A document of {@link ServerFigures#caches}.
   *
   * @param alone whether the figures of all regions are not shown already
   */
  void all(JsonNode document, boolean alone) {
    if (alone) {
      metrics.cache(document.path("cache"));
    } else {
      page.title("Regions of the cache");
    }
    metrics.table(
        document.path("regions"),
        "regions",
        List.of(
            "region",
            "hit rate",
            "l1",
            "l2",
            "misses",
            "loads",
            "load ms",
            "evicted",
            "values",
            "memory"),
        region ->
            List.of(
                Figure.text(region.path("region").asString("")),
                Figure.hitRate(region),
                Figure.count(region.path("local_hits")),
                Figure.count(region.path("remote_hits")),
                Figure.count(region.path("misses")),
                Figure.count(region.path("loads")),
                Figure.millis(region.path("mean_load_ms"), Figure.QUERY_MS),
                Figure.count(region.path("evictions")),
                Figure.count(region.path("entries")),
                Figure.bytes(region.path("bytes"))));
    JsonNode log = document.path("log");
    page.line(
        "Log: %s, %s; %s invalidations are remembered, %s wait to be sent.",
        log.path("shared").asBoolean() ? "shared with other nodes" : "of this node alone",
        log.path("reachable").asBoolean()
            ? "it answers"
            : page.coloured("it does not answer", true),
        Figure.count(log.path("markers")).text(),
        page.coloured(Figure.faults(log.path("unsent"))));
  }
}
