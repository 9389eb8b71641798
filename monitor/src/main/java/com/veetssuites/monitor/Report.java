package com.veetssuites.monitor;

import com.veetssuites.monitor.Figures.Measured;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What was measured, for people and programs: the document behind {@code performance-monitor}, its
 * export, and the endpoint {@code monitor}. Times are milliseconds, shares are from 0 to 1.
 *
 * @param schema version of this document; fields may be added within one
 * @param node that answered
 * @param nodes that the figures are of, and those that were there
 * @param window {@code start} or the length
 * @param whole whether all nodes could be asked
 * @param alerts of all nodes, now
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Report(
    int schema,
    Instant at,
    String node,
    String window,
    Instant from,
    double seconds,
    boolean whole,
    List<NodeStatus> nodes,
    Requests requests,
    Database database,
    Cache cache,
    TaskFigures tasks,
    List<Route> routes,
    List<Statement> statements,
    List<Region> regions,
    List<TaskType> taskTypes,
    List<Queue> queues,
    List<TimedFunction> functions,
    List<Runtime> runtimes,
    List<Alert> alerts) {

  public static final int SCHEMA = 1;

  /** All requests together. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Requests(
      long count,
      double perSecond,
      long clientErrors,
      long serverErrors,
      double meanMs,
      double p50Ms,
      double p95Ms,
      double p99Ms,
      double maxMs,
      long cached,
      double statementsPerRequest,
      double databaseMsPerRequest) {}

  /** The requests of one route. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Route(String route, Requests requests) {}

  /** What all nodes do to the database; connections are the most at one time of one node. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Database(
      boolean connected,
      long statements,
      long errors,
      double perSecond,
      double meanMs,
      double p50Ms,
      double p95Ms,
      double p99Ms,
      long findings,
      int poolActive,
      int poolIdle,
      int poolWaiting,
      int poolMost) {}

  /** A statement; its text is null where this node has not run it. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Statement(
      String id,
      @Nullable String sql,
      long count,
      long errors,
      long rows,
      double totalMs,
      double meanMs,
      double p50Ms,
      double p95Ms,
      double p99Ms) {}

  /** All regions together, and the invalidation log; bytes are of the fullest node. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Cache(
      long localHits,
      long remoteHits,
      long misses,
      double hitRate,
      long loads,
      long invalidations,
      double lagMs,
      long unsent,
      boolean logReachable,
      boolean storeReachable,
      long entries,
      long bytes) {}

  /** A region of the cache. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Region(
      String region,
      long localHits,
      long remoteHits,
      long misses,
      double hitRate,
      long loads,
      long loadFailures,
      double meanLoadMs,
      long evictions,
      long staleRejections,
      long entries,
      long bytes) {}

  /** All tasks together. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record TaskFigures(
      long enqueued,
      long started,
      long succeeded,
      long retried,
      long dead,
      double startedPerSecond,
      double p95RunMs,
      double p95WaitMs,
      long queued,
      long running) {}

  /** The tasks of one type. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record TaskType(
      String type,
      long enqueued,
      long started,
      long succeeded,
      long retried,
      long dead,
      long cancelled,
      double meanRunMs,
      double p50RunMs,
      double p95RunMs,
      double p99RunMs,
      double maxRunMs) {}

  /** A queue; lengths are the most at one time. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Queue(
      String queue,
      long started,
      double p50WaitMs,
      double p95WaitMs,
      double p99WaitMs,
      double maxWaitMs,
      long length,
      long scheduled,
      long running,
      long dead) {}

  /** A method annotated {@code @Timed}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record TimedFunction(
      String function,
      long count,
      long errors,
      double meanMs,
      double p50Ms,
      double p95Ms,
      double p99Ms,
      double maxMs) {}

  /** A JVM and its machine. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Runtime(
      String node,
      double processCpu,
      double machineCpu,
      long heapUsed,
      long heapMost,
      long nonHeapUsed,
      long collections,
      double collectionMs,
      long threads,
      long openFiles,
      long openFilesMost,
      long diskUsed,
      long diskSize) {}

  /** What is beyond its limit, or was just now; value and threshold are in the unit. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Alert(
      String rule,
      String series,
      String state,
      Instant since,
      double value,
      double threshold,
      String unit,
      String sentence) {

    static Alert of(AlertStatus status) {
      return new Alert(
          status.rule(),
          status.series(),
          status.state().label(),
          status.since(),
          status.value(),
          status.threshold(),
          status.unit().label(),
          status.sentence());
    }
  }

  /**
   * The document of these figures.
   *
   * @param sql the text of a statement by its id, or null
   */
  public static Report of(
      String node,
      Instant at,
      Measured measured,
      List<NodeStatus> nodes,
      List<AlertStatus> alerts,
      Function<String, @Nullable String> sql) {
    Point database = measured.all(SeriesKind.DATABASE);
    return new Report(
        SCHEMA,
        at,
        node,
        measured.window().label(),
        measured.from(),
        measured.seconds(),
        measured.whole(),
        nodes,
        requests(measured.all(SeriesKind.ROUTE), measured.seconds()),
        new Database(
            database.value("unreachable") == 0,
            count(database, "statements"),
            count(database, "errors"),
            database.value("statements") / measured.seconds(),
            millis(database.ratio("nanos", "statements")),
            millis(database.percentile(0.5)),
            millis(database.percentile(0.95)),
            millis(database.percentile(0.99)),
            count(database, "findings"),
            (int) database.value("pool_active"),
            (int) database.value("pool_idle"),
            (int) database.value("pool_waiting"),
            (int) database.value("pool_most")),
        cache(measured.all(SeriesKind.CACHE), measured.all(SeriesKind.INVALIDATION)),
        tasks(measured),
        rows(
            measured,
            SeriesKind.ROUTE,
            point -> point.value("nanos"),
            (name, point) -> new Route(name, requests(point, measured.seconds()))),
        rows(
            measured,
            SeriesKind.STATEMENT,
            point -> point.value("nanos"),
            (id, point) -> statement(id, sql.apply(id), point)),
        rows(
            measured,
            SeriesKind.CACHE,
            point -> reads(point),
            (name, point) -> region(name, point)),
        rows(measured, SeriesKind.TASK, point -> point.value("run_nanos"), Report::type),
        rows(measured, SeriesKind.QUEUE, point -> point.value("length"), Report::queue),
        rows(measured, SeriesKind.FUNCTION, point -> point.value("nanos"), Report::function),
        rows(measured, SeriesKind.RUNTIME, point -> point.value("process_cpu"), Report::runtime),
        alerts.stream().map(Alert::of).toList());
  }

  private static <T> List<T> rows(
      Measured measured,
      SeriesKind kind,
      ToDoubleFunction<Point> weight,
      BiFunction<String, Point, T> row) {
    return measured.of(kind).entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<String, Point> each) -> -weight.applyAsDouble(each.getValue()))
                .thenComparing(Map.Entry::getKey))
        .map(each -> row.apply(each.getKey(), each.getValue()))
        .toList();
  }

  private static Requests requests(Point point, double seconds) {
    return new Requests(
        count(point, "count"),
        point.value("count") / seconds,
        count(point, "client_errors"),
        count(point, "server_errors"),
        millis(point.ratio("nanos", "count")),
        millis(point.percentile(0.5)),
        millis(point.percentile(0.95)),
        millis(point.percentile(0.99)),
        millis(point.value("max_nanos")),
        count(point, "cached"),
        point.ratio("statements", "count"),
        millis(point.ratio("database_nanos", "count")));
  }

  private static Statement statement(String id, @Nullable String sql, Point point) {
    return new Statement(
        id,
        sql,
        count(point, "count"),
        count(point, "errors"),
        count(point, "rows"),
        millis(point.value("nanos")),
        millis(point.ratio("nanos", "count")),
        millis(point.percentile(0.5)),
        millis(point.percentile(0.95)),
        millis(point.percentile(0.99)));
  }

  /** Reads of a region, hits and misses. */
  public static double reads(Point point) {
    return point.value("local_hits") + point.value("remote_hits") + point.value("misses");
  }

  /** The share of reads that were hits; 1 when nothing was read. */
  public static double hitRate(Point cache) {
    double reads = reads(cache);
    return reads == 0 ? 1 : 1 - cache.value("misses") / reads;
  }

  private static Cache cache(Point regions, Point log) {
    return new Cache(
        count(regions, "local_hits"),
        count(regions, "remote_hits"),
        count(regions, "misses"),
        hitRate(regions),
        count(regions, "loads"),
        count(log, "invalidations"),
        millis(log.value("lag_nanos")),
        count(log, "unsent"),
        log.value("log_unreachable") == 0,
        log.value("store_unreachable") == 0,
        count(regions, "entries"),
        count(regions, "bytes"));
  }

  private static Region region(String name, Point point) {
    return new Region(
        name,
        count(point, "local_hits"),
        count(point, "remote_hits"),
        count(point, "misses"),
        hitRate(point),
        count(point, "loads"),
        count(point, "load_failures"),
        millis(point.ratio("load_nanos", "loads")),
        count(point, "evictions"),
        count(point, "stale_rejections"),
        count(point, "entries"),
        count(point, "bytes"));
  }

  private static TaskFigures tasks(Measured measured) {
    Point tasks = measured.all(SeriesKind.TASK);
    Point queues = measured.all(SeriesKind.QUEUE);
    return new TaskFigures(
        count(tasks, "enqueued"),
        count(tasks, "started"),
        count(tasks, "succeeded"),
        count(tasks, "retried"),
        count(tasks, "dead"),
        tasks.value("started") / measured.seconds(),
        millis(tasks.percentile(0.95)),
        millis(queues.percentile(0.95)),
        sum(measured, "length"),
        sum(measured, "running"));
  }

  private static long sum(Measured measured, String level) {
    return Math.round(
        measured.of(SeriesKind.QUEUE).values().stream()
            .mapToDouble(each -> each.value(level))
            .sum());
  }

  private static TaskType type(String name, Point point) {
    return new TaskType(
        name,
        count(point, "enqueued"),
        count(point, "started"),
        count(point, "succeeded"),
        count(point, "retried"),
        count(point, "dead"),
        count(point, "cancelled"),
        point.durations().count() == 0
            ? 0
            : millis(point.value("run_nanos") / point.durations().count()),
        millis(point.percentile(0.5)),
        millis(point.percentile(0.95)),
        millis(point.percentile(0.99)),
        millis(point.value("max_run_nanos")));
  }

  private static Queue queue(String name, Point point) {
    return new Queue(
        name,
        count(point, "started"),
        millis(point.percentile(0.5)),
        millis(point.percentile(0.95)),
        millis(point.percentile(0.99)),
        millis(point.value("max_wait_nanos")),
        count(point, "length"),
        count(point, "scheduled"),
        count(point, "running"),
        count(point, "dead"));
  }

  private static TimedFunction function(String name, Point point) {
    return new TimedFunction(
        name,
        count(point, "count"),
        count(point, "errors"),
        millis(point.ratio("nanos", "count")),
        millis(point.percentile(0.5)),
        millis(point.percentile(0.95)),
        millis(point.percentile(0.99)),
        millis(point.value("max_nanos")));
  }

  private static Runtime runtime(String node, Point point) {
    return new Runtime(
        node,
        point.ratio("process_cpu", "samples"),
        point.ratio("machine_cpu", "samples"),
        count(point, "heap_used"),
        count(point, "heap_most"),
        count(point, "non_heap_used"),
        count(point, "collections"),
        millis(point.value("collection_nanos")),
        count(point, "threads"),
        count(point, "open_files"),
        count(point, "open_files_most"),
        count(point, "disk_used"),
        count(point, "disk_size"));
  }

  private static long count(Point point, String field) {
    return Math.round(point.value(field));
  }

  private static double millis(double nanos) {
    return nanos / 1e6;
  }
}
