package com.veetssuites.monitor;

import static com.veetssuites.monitor.AlertStatistic.LAST;
import static com.veetssuites.monitor.AlertStatistic.MAX;
import static com.veetssuites.monitor.AlertStatistic.MEAN;
import static com.veetssuites.monitor.AlertStatistic.MIN;
import static com.veetssuites.monitor.AlertStatistic.P50;
import static com.veetssuites.monitor.AlertStatistic.P95;
import static com.veetssuites.monitor.AlertStatistic.P99;
import static com.veetssuites.monitor.AlertStatistic.RATE;
import static com.veetssuites.monitor.AlertStatistic.SHARE;
import static com.veetssuites.monitor.AlertStatistic.SUM;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What a rule can watch, for each series of a kind. */
public enum AlertMeasure {
  RESPONSE_TIME(SeriesKind.ROUTE, "Response time of ", "routes", timed("nanos", "max_nanos")),
  ERROR_RATE(
      SeriesKind.ROUTE,
      "Server errors of ",
      "routes",
      share(point -> point.value("server_errors"), point -> point.value("count"))),
  REQUESTS(SeriesKind.ROUTE, "Requests of ", "routes", counted("count")),
  QUERY_TIME(SeriesKind.STATEMENT, "Time of statement ", "statements", timed("nanos", "")),
  QUERY_ERRORS(
      SeriesKind.STATEMENT,
      "Errors of statement ",
      "statements",
      share(point -> point.value("errors"), point -> point.value("count"))),
  CONNECTIONS(
      SeriesKind.DATABASE,
      "Connections in use of node ",
      "nodes",
      level(AlertUnit.SHARE, "pool_active", point -> point.ratio("pool_active", "pool_most"))),
  CONNECTIONS_WAITED_FOR(
      SeriesKind.DATABASE,
      "Threads without a connection of node ",
      "nodes",
      level(AlertUnit.NUMBER, "pool_waiting", point -> point.value("pool_waiting"))),
  CACHE_HIT_RATE(
      SeriesKind.CACHE,
      "Hit rate of cache region ",
      "regions",
      share(
          point -> point.value("local_hits") + point.value("remote_hits"),
          point -> point.value("local_hits") + point.value("remote_hits") + point.value("misses"))),
  CACHE_LAG(
      SeriesKind.INVALIDATION,
      "Lag of the cache on node ",
      "nodes",
      level(AlertUnit.MILLISECONDS, "lag_nanos", point -> point.value("lag_nanos") / 1e6)),
  QUEUE_LENGTH(
      SeriesKind.QUEUE,
      "Length of queue ",
      "queues",
      level(AlertUnit.NUMBER, "length", point -> point.value("length"))),
  QUEUE_WAIT(SeriesKind.QUEUE, "Wait in queue ", "queues", timed("wait_nanos", "max_wait_nanos")),
  TASK_TIME(SeriesKind.TASK, "Run time of task ", "tasks", timed("run_nanos", "max_run_nanos")),
  DEAD_TASKS(SeriesKind.TASK, "Deaths of task ", "tasks", counted("dead")),
  FUNCTION_TIME(SeriesKind.FUNCTION, "Time of ", "functions", timed("nanos", "max_nanos")),
  FUNCTION_ERRORS(
      SeriesKind.FUNCTION,
      "Errors of ",
      "functions",
      share(point -> point.value("errors"), point -> point.value("count"))),
  /** Of each ten seconds the moment with the least memory in use: after a collection. */
  MEMORY(
      SeriesKind.RUNTIME,
      "Memory of node ",
      "nodes",
      level(AlertUnit.SHARE, "heap_used", AlertMeasure::heap)),
  CPU(
      SeriesKind.RUNTIME,
      "Processor of node ",
      "nodes",
      level(AlertUnit.SHARE, "heap_used", point -> point.ratio("process_cpu", "samples"))),
  OPEN_FILES(
      SeriesKind.RUNTIME,
      "Open files of node ",
      "nodes",
      level(AlertUnit.SHARE, "open_files", point -> point.ratio("open_files", "open_files_most"))),
  DISK(
      SeriesKind.RUNTIME,
      "Disk of node ",
      "nodes",
      level(AlertUnit.SHARE, "disk_used", point -> point.ratio("disk_used", "disk_size")));

  /** How a statistic is made. */
  private sealed interface Way {

    List<AlertStatistic> statistics();

    AlertUnit unit(AlertStatistic statistic);

    long samples(Collection<Point> steps, Point all);

    double value(AlertStatistic statistic, List<Point> steps, Point all, Duration window);
  }

  /**
   * Durations.
   *
   * @param longest its field; empty where nobody knows
   */
  private record Timed(String nanos, String longest) implements Way {

    @Override
    public List<AlertStatistic> statistics() {
      return longest.isEmpty() ? List.of(P95, P50, P99, MEAN) : List.of(P95, P50, P99, MEAN, MAX);
    }

    @Override
    public AlertUnit unit(AlertStatistic statistic) {
      return AlertUnit.MILLISECONDS;
    }

    @Override
    public long samples(Collection<Point> steps, Point all) {
      return all.durations().count();
    }

    @Override
    public double value(AlertStatistic statistic, List<Point> steps, Point all, Duration window) {
      double nanos =
          switch (statistic) {
            case P50 -> all.percentile(0.5);
            case P99 -> all.percentile(0.99);
            case MEAN -> all.value(this.nanos) / all.durations().count();
            case MAX -> all.value(longest);
            default -> all.percentile(0.95);
          };
      return nanos / 1e6;
    }
  }

  /** Some of all. */
  private record Share(ToDoubleFunction<Point> some, ToDoubleFunction<Point> all) implements Way {

    @Override
    public List<AlertStatistic> statistics() {
      return List.of(SHARE);
    }

    @Override
    public AlertUnit unit(AlertStatistic statistic) {
      return AlertUnit.SHARE;
    }

    @Override
    public long samples(Collection<Point> steps, Point point) {
      return Math.round(all.applyAsDouble(point));
    }

    @Override
    public double value(AlertStatistic statistic, List<Point> steps, Point point, Duration window) {
      return some.applyAsDouble(point) / all.applyAsDouble(point);
    }
  }

  /** How often something happened. */
  private record Counted(String field) implements Way {

    @Override
    public List<AlertStatistic> statistics() {
      return List.of(SUM, RATE);
    }

    @Override
    public AlertUnit unit(AlertStatistic statistic) {
      return statistic == RATE ? AlertUnit.PER_SECOND : AlertUnit.NUMBER;
    }

    @Override
    public long samples(Collection<Point> steps, Point all) {
      return steps.size();
    }

    @Override
    public double value(AlertStatistic statistic, List<Point> steps, Point all, Duration window) {
      double sum = all.value(field);
      return statistic == RATE ? sum / window.toSeconds() : sum;
    }
  }

  /** How something is, each ten seconds. */
  private record Level(AlertUnit unit, String field, ToDoubleFunction<Point> value) implements Way {

    @Override
    public List<AlertStatistic> statistics() {
      return List.of(LAST, MIN, MAX, MEAN);
    }

    @Override
    public AlertUnit unit(AlertStatistic statistic) {
      return unit;
    }

    @Override
    public long samples(Collection<Point> steps, Point all) {
      return steps.stream().filter(step -> step.measured(field)).count();
    }

    @Override
    public double value(AlertStatistic statistic, List<Point> steps, Point all, Duration window) {
      List<Point> known = steps.stream().filter(step -> step.measured(field)).toList();
      if (statistic == LAST) {
        return value.applyAsDouble(known.getLast());
      }
      var values = known.stream().mapToDouble(value).summaryStatistics();
      return switch (statistic) {
        case MIN -> values.getMin();
        case MAX -> values.getMax();
        default -> values.getAverage();
      };
    }
  }

  private final SeriesKind kind;
  private final String of;
  private final String many;
  private final Way way;

  AlertMeasure(SeriesKind kind, String of, String many, Way way) {
    this.kind = kind;
    this.of = of;
    this.many = many;
    this.way = way;
  }

  private static Way timed(String nanos, String longest) {
    return new Timed(nanos, longest);
  }

  private static Way share(ToDoubleFunction<Point> some, ToDoubleFunction<Point> all) {
    return new Share(some, all);
  }

  private static Way counted(String field) {
    return new Counted(field);
  }

  private static Way level(AlertUnit unit, String field, ToDoubleFunction<Point> value) {
    return new Level(unit, field, value);
  }

  private static double heap(Point point) {
    double most = point.value("heap_most");
    double free = point.value("heap_free");
    // A node of an older version does not tell what is free.
    return most == 0 || free == 0 ? point.ratio("heap_used", "heap_most") : 1 - free / most;
  }

  public SeriesKind kind() {
    return kind;
  }

  /** Those that it has; the first one is meant when none is told. */
  public List<AlertStatistic> statistics() {
    return way.statistics();
  }

  public AlertUnit unit(AlertStatistic statistic) {
    return way.unit(statistic);
  }

  /** As in settings: {@code response-time}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is measured of a series, for people: {@code Length of queue cache}. */
  String of(String series) {
    return of + series;
  }

  /** What its series are, for people: {@code routes}. */
  String many() {
    return many;
  }

  /** How much was measured, over the points of a window. */
  long samples(List<Point> steps, Point all) {
    return way.samples(steps, all);
  }

  /** The statistic, in its unit; there must be samples. */
  double value(AlertStatistic statistic, List<Point> steps, Point all, Duration window) {
    return way.value(statistic, steps, all, window);
  }
}
