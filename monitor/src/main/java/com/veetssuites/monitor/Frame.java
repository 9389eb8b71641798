package com.veetssuites.monitor;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that was measured in a stretch of time.
 *
 * @param start its first moment
 * @param seconds its length
 * @param points of the series that had something to tell
 */
public record Frame(Instant start, int seconds, Map<SeriesId, Point> points) {

  /** Series of one frame; those beyond are counted together, by kind. */
  public static final int MOST_SERIES = 2_000;

  public Frame {
    points = Map.copyOf(points);
  }

  /** Those that there can be very many of leave room for the others. */
  static int most(SeriesKind kind) {
    return kind.many() ? MOST_SERIES : 2 * MOST_SERIES;
  }

  /** What collectors put their figures into. Not safe for many threads. */
  public static final class Builder {

    private final Map<SeriesId, Point> points = new LinkedHashMap<>();

    /**
     * Adds figures to a series.
     *
     * @param values in the order of the fields of its kind
     */
    public void add(SeriesKind kind, String name, Durations durations, double... values) {
      add(new SeriesId(kind, name), new Point(kind, values, durations));
    }

    /** The same without durations. */
    public void add(SeriesKind kind, String name, double... values) {
      add(kind, name, Durations.NONE, values);
    }

    void add(SeriesId id, Point point) {
      SeriesId place = points.size() < most(id.kind()) || points.containsKey(id) ? id : id.others();
      points.merge(place, point, Point::plus);
    }

    void addAll(Map<SeriesId, Point> more) {
      more.forEach(this::add);
    }

    /** What was added; the builder is empty afterwards. */
    public Frame build(Instant start, int seconds) {
      Frame frame = new Frame(start, seconds, points);
      points.clear();
      return frame;
    }
  }

  /** The figures of many frames together. */
  public static Map<SeriesId, Point> together(Iterable<Frame> frames) {
    Map<SeriesId, Point> all = new HashMap<>();
    for (Frame frame : frames) {
      frame.points().forEach((id, point) -> all.merge(id, point, Point::plus));
    }
    return all;
  }
}
