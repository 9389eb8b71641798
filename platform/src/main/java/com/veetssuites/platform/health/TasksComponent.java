package com.veetssuites.platform.health;

import com.veetssuites.task.TaskControl;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The workers: somebody must run the tasks, in this process or another. */
@Component
@Order(3)
final class TasksComponent implements HealthComponent {

  private final TaskControl tasks;

  TasksComponent(TaskControl tasks) {
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public boolean works() {
    return tasks.workers().stream().anyMatch(each -> !each.stopping());
  }
}
