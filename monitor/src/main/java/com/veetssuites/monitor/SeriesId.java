package com.veetssuites.monitor;

/** What a series measures: {@code (ROUTE, "GET /api/courses/")}. */
public record SeriesId(SeriesKind kind, String name) {

  /** Longer names are cut, so that no figure can fill a memory. */
  public static final int LONGEST = 300;

  /** Where the figures go that have no series of their own, once there are too many. */
  public static final String OTHERS = "(others)";

  /** All nodes together. */
  public static final String ALL = "(all)";

  public SeriesId {
    if (name.length() > LONGEST) {
      name = name.substring(0, LONGEST - 1) + "…";
    }
  }

  /** The name in the buckets of a period: nodes come and go, so that longer ones know none. */
  String nameIn(Period period) {
    return kind.ofNode() && !period.ofNodes() ? ALL : name;
  }

  SeriesId others() {
    return new SeriesId(kind, OTHERS);
  }
}
