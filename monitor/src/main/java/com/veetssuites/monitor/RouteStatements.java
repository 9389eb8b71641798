package com.veetssuites.monitor;

/** What requests do to the database, by route, since the start. */
public interface RouteStatements {

  /** No module that knows it. */
  RouteStatements NONE = route -> Did.NOTHING;

  /**
   * What the requests of a route did.
   *
   * @param requests that were not answered from the response cache
   */
  record Did(long requests, long statements, long nanos) {
    public static final Did NOTHING = new Did(0, 0, 0);
  }

  /**
   * @param route as {@code GET /api/courses/}
   */
  Did of(String route);
}
