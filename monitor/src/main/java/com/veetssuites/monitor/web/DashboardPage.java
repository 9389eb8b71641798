package com.veetssuites.monitor.web;

import java.util.List;

/** A page of the dashboard; each has a place in the menu. */
interface DashboardPage {

  /** What follows {@code /dashboard/} in its address; empty for the first. */
  String path();

  String title();

  /**
   * What stands on it.
   *
   * @throws IllegalArgumentException when something is asked for that there is not, in a sentence
   */
  List<Section> sections(PageQuery query);
}
