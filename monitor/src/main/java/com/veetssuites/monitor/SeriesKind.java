package com.veetssuites.monitor;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What can be measured, each with its fields in an order that never changes: new fields come last.
 *
 * <p>Times are nanoseconds. A field that begins with {@code max_} or is a level is the greatest of
 * what is put together; the others are sums.
 */
public enum SeriesKind {
  /**
   * Requests by method and pattern: {@code GET /api/courses/{id}}. {@code cached} were answered by
   * the response cache; statements and database time are of all of them.
   */
  ROUTE(
      true,
      "count",
      "client_errors",
      "server_errors",
      "nanos",
      "max_nanos",
      "cached",
      "statements",
      "database_nanos"),
  /** Statements by the hexadecimal id of their text. */
  STATEMENT(true, "count", "errors", "rows", "nanos"),
  /** What a node does to the database, by the node. */
  DATABASE(
      true,
      "statements",
      "errors",
      "nanos",
      "pool_active:level",
      "pool_idle:level",
      "pool_waiting:level",
      "pool_most:level",
      "findings",
      "unreachable:level"),
  /** Regions of the cache. */
  CACHE(
      false,
      "local_hits",
      "remote_hits",
      "misses",
      "loads",
      "load_failures",
      "load_nanos",
      "evictions",
      "stale_rejections",
      "entries:level",
      "bytes:level"),
  /** The invalidation log as a node sees it, by the node. */
  INVALIDATION(
      false,
      "invalidations",
      "lag_nanos:level",
      "unsent:level",
      "markers:level",
      "log_unreachable:level",
      "store_unreachable:level"),
  /** Tasks by their type; the histogram is of the runs. */
  TASK(
      true,
      "enqueued",
      "started",
      "succeeded",
      "retried",
      "dead",
      "cancelled",
      "given_back",
      "run_nanos",
      "max_run_nanos"),
  /** Queues of tasks; the histogram is of the waits. */
  QUEUE(
      true,
      "started",
      "wait_nanos",
      "max_wait_nanos",
      "length:level",
      "scheduled:level",
      "running:level",
      "dead:level"),
  /** Methods annotated {@code @Timed}. */
  FUNCTION(true, "count", "errors", "nanos", "max_nanos"),
  /**
   * The JVM and its machine, by the node; processor shares are sums over samples. {@code heap_free}
   * is the most that was free at one moment: right after a collection.
   */
  RUNTIME(
      false,
      "samples",
      "process_cpu",
      "machine_cpu",
      "heap_used:level",
      "heap_most:level",
      "non_heap_used:level",
      "collections",
      "collection_nanos",
      "threads:level",
      "open_files:level",
      "open_files_most:level",
      "disk_used:level",
      "disk_size:level",
      "heap_free:level");

  private static final String LEVEL = ":level";

  private final boolean timed;
  private final List<String> fields;
  private final boolean[] levels;

  SeriesKind(boolean timed, String... fields) {
    this.timed = timed;
    this.fields = Stream.of(fields).map(each -> each.replace(LEVEL, "")).toList();
    this.levels = new boolean[fields.length];
    for (int i = 0; i < fields.length; i++) {
      levels[i] = fields[i].endsWith(LEVEL);
    }
  }

  /** Whether there is a histogram of durations beside the fields. */
  public boolean timed() {
    return timed;
  }

  /** Whether an application can have very many of them. */
  boolean many() {
    return this == ROUTE || this == STATEMENT || this == FUNCTION;
  }

  /** Whether its series come and go, so that nobody looks for one of them after days. */
  boolean passing() {
    return ofNode() || this == STATEMENT;
  }

  /** Whether its series are named after nodes. */
  public boolean ofNode() {
    return this == DATABASE || this == INVALIDATION || this == RUNTIME;
  }

  public List<String> fields() {
    return fields;
  }

  /**
   * The place of a field.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  public int index(String field) {
    int index = fields.indexOf(field);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has no field %s; there are: %s."
              .formatted(label(), field, String.join(", ", fields)));
    }
    return index;
  }

  /** Whether a field is how things are, and not what happened: of two the greater one counts. */
  boolean level(int index) {
    return levels[index];
  }

  /** Whether a field is the longest of many durations. */
  boolean longest(int index) {
    return fields.get(index).startsWith("max_");
  }

  /** As in tables and documents: {@code route}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
