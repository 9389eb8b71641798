package com.veetssuites.monitor.web;

import com.veetssuites.task.TaskControl;

/** What the task module adds to a dashboard. */
public final class TaskPages {

  private TaskPages() {}

  public static void addTo(Dashboard dashboard, TaskControl control) {
    dashboard.addBeforeFunctions(new TasksPage(control, dashboard.clock()));
  }

  /** What answers the decisions about tasks. */
  public static TaskActions actions(TaskControl control) {
    return new TaskActions(control);
  }
}
