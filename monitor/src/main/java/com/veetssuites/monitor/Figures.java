package com.veetssuites.monitor;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of all nodes, or of one, over any window: what dashboard, commands, alerts and
 * documents are made of. Without a database, and while it does not answer, they are of this node
 * alone. Safe for many threads.
 */
public final class Figures {

  private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

  private final Monitor monitor;
  private final Clock clock;

  public Figures(Monitor monitor, Clock clock) {
    this.monitor = monitor;
    this.clock = clock;
  }

  /**
   * Figures with what they are of.
   *
   * @param from when the first of them were measured
   * @param nodes those that have told something
   * @param whole whether all nodes could be asked
   */
  public record Measured(
      Window window,
      Instant from,
      Instant until,
      List<String> nodes,
      boolean whole,
      Map<SeriesId, Point> points) {

    /** The time that was measured, never 0. */
    public double seconds() {
      return Math.max(1, Duration.between(from, until).toMillis() / 1e3);
    }

    /** The series of a kind, by name. */
    public Map<String, Point> of(SeriesKind kind) {
      Map<String, Point> found = new TreeMap<>();
      points.forEach((id, point) -> {
        if (id.kind() == kind) {
          found.put(id.name(), point);
        }
      });
      return found;
    }

    /** All series of a kind together. */
    public Point all(SeriesKind kind) {
      return of(kind).values().stream().reduce(Point.none(kind), Point::plus);
    }
  }

  /**
   * The figures of a window.
   *
   * @param node one of them alone; null for all. Buckets do not tell nodes apart
   * @param kinds which; all when there are none
   */
  public Measured over(Window window, @Nullable String node, SeriesKind... kinds) {
    Instant now = clock.instant();
    if (window == Window.START) {
      return new Measured(
          window,
          monitor.node().startedAt(),
          now,
          List.of(monitor.node().name()),
          true,
          monitor.totals());
    }
    Instant since = now.minus(Objects.requireNonNull(window.length()));
    History history = monitor.history();
    if (history != null) {
      try {
        return window.period() == null
            ? ofFrames(window, since, now, node, history.frames(since, now), true)
            : ofBuckets(
                window, since, now, history, kinds.length == 0 ? SeriesKind.values() : kinds);
      } catch (SQLException e) {
        LOG.debug("Other nodes could not be asked", e);
      }
    }
    return ofFrames(
        window,
        since,
        now,
        null,
        Map.of(monitor.node().name(), monitor.tens(since)),
        history == null);
  }

  /** The frames of all nodes of the last time, by node; of this one without a database. */
  Map<String, List<Frame>> frames(Duration length, Instant now) throws SQLException {
    Instant since = now.minus(length);
    History history = monitor.history();
    return history == null
        ? Map.of(monitor.node().name(), monitor.tens(since))
        : history.frames(since, now);
  }

  private static Measured ofFrames(
      Window window,
      Instant since,
      Instant now,
      @Nullable String node,
      Map<String, List<Frame>> frames,
      boolean whole) {
    List<String> nodes = new ArrayList<>();
    List<Frame> wanted = new ArrayList<>();
    frames.forEach((name, all) -> {
      if (node == null || node.equals(name)) {
        nodes.add(name);
        wanted.addAll(all);
      }
    });
    Instant from = wanted.stream().map(Frame::start).min(Instant::compareTo).orElse(since);
    Instant until =
        wanted.stream()
            .map(frame -> frame.start().plusSeconds(frame.seconds()))
            .max(Instant::compareTo)
            .orElse(now);
    return new Measured(window, from, until, nodes, whole, Frame.together(wanted));
  }

  private static Measured ofBuckets(
      Window window, Instant since, Instant now, History history, SeriesKind[] kinds)
      throws SQLException {
    Period period = Objects.requireNonNull(window.period());
    Map<SeriesId, Point> points = new HashMap<>();
    Instant from = now;
    for (SeriesKind kind : kinds) {
      for (History.Bucket bucket : history.buckets(period, period.start(since), kind, null)) {
        points.merge(bucket.id(), bucket.point(), Point::plus);
        from = bucket.start().isBefore(from) ? bucket.start() : from;
      }
    }
    return new Measured(window, from, now, List.of(), true, points);
  }

  /** A point of a chart. */
  public record Step(Instant start, Duration length, Point point) {}

  /**
   * How a kind, or one of its series, went over a window, oldest first; stretches in which nothing
   * was measured are missing.
   *
   * @param name of the series; null for all of the kind together
   * @param node one of them alone, where frames are asked; null for all
   */
  public List<Step> course(
      Window window, @Nullable String node, SeriesKind kind, @Nullable String name) {
    Instant now = clock.instant();
    Duration length = Objects.requireNonNullElse(window.length(), Duration.ofMinutes(15));
    Instant since = now.minus(length);
    TreeMap<Instant, Point> steps = new TreeMap<>();
    History history = monitor.history();
    boolean asked = false;
    if (history != null) {
      try {
        if (window.period() == null) {
          history
              .frames(since, now)
              .forEach((of, frames) -> {
                if (node == null || node.equals(of)) {
                  frames.forEach(frame -> add(frame, kind, name, steps));
                }
              });
        } else {
          for (History.Bucket bucket :
              history.buckets(window.period(), window.period().start(since), kind, name)) {
            steps.merge(bucket.start(), bucket.point(), Point::plus);
          }
        }
        asked = true;
      } catch (SQLException e) {
        LOG.debug("Other nodes could not be asked", e);
      }
    }
    if (!asked) {
      monitor.tens(since).forEach(frame -> add(frame, kind, name, steps));
    }
    return steps.entrySet().stream()
        .map(step -> new Step(step.getKey(), window.step(), step.getValue()))
        .toList();
  }

  private static void add(
      Frame frame, SeriesKind kind, @Nullable String name, Map<Instant, Point> steps) {
    frame
        .points()
        .forEach((id, point) -> {
          if (id.kind() == kind && (name == null || name.equals(id.name()))) {
            steps.merge(frame.start(), point, Point::plus);
          }
        });
  }

  /** The processes; this one alone without a database, or while it does not answer. */
  public List<NodeStatus> nodes() {
    History history = monitor.history();
    if (history != null) {
      try {
        return history.nodes();
      } catch (SQLException e) {
        LOG.debug("Other nodes could not be asked", e);
      }
    }
    Node node = monitor.node();
    return List.of(
        new NodeStatus(
            node.name(),
            node.role(),
            node.version(),
            node.startedAt(),
            clock.instant(),
            NodeStatus.State.ALIVE));
  }
}
