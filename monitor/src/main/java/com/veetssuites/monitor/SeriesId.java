package com.veetssuites.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a series measures: {@code (ROUTE, "GET /api/courses/")}. Names hold nothing that a database
 * would refuse or give back otherwise: one such name would keep all of history from being written.
 */
public record SeriesId(SeriesKind kind, String name) {

  /** Longer names are cut, so that no figure can fill a memory. */
  public static final int LONGEST = 300;

  /** Where the figures go that have no series of their own, once there are too many. */
  public static final String OTHERS = "(others)";

  /** All together. */
  public static final String ALL = "(all)";

  public SeriesId {
    if (name.length() > LONGEST) {
      name = name.substring(0, LONGEST - 1) + "…";
    }
    if (name.chars().anyMatch(SeriesId::odd)) {
      name = new String(name.getBytes(UTF_8), UTF_8).replace('\0', '?');
    }
  }

  /** Half characters become {@code ?} where they are halves indeed. */
  private static boolean odd(int character) {
    return character == 0 || Character.isSurrogate((char) character);
  }

  /**
   * The name in the buckets of a period: nodes and statements come and go, longer ones know none.
   */
  String nameIn(Period period) {
    return kind.passing() && !period.ofPassing() ? ALL : name;
  }

  SeriesId others() {
    return new SeriesId(kind, OTHERS);
  }
}
