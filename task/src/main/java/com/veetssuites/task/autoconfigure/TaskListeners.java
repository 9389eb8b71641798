package com.veetssuites.task.autoconfigure;

import com.veetssuites.task.TaskListener;
import com.veetssuites.task.TaskType;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * All listeners as one; asked for when the first thing happens, as they may need what is made here.
 */
record TaskListeners(SingletonSupplier<List<TaskListener>> all) implements TaskListener {

  static TaskListener of(ObjectProvider<TaskListener> listeners) {
    return new TaskListeners(SingletonSupplier.of(() -> listeners.orderedStream().toList()));
  }

  @Override
  public void enqueued(TaskType type, int count) {
    all.obtain().forEach(each -> each.enqueued(type, count));
  }

  @Override
  public void started(TaskType type, Duration waited) {
    all.obtain().forEach(each -> each.started(type, waited));
  }

  @Override
  public void ended(TaskType type, Ending ending, Duration ran) {
    all.obtain().forEach(each -> each.ended(type, ending, ran));
  }
}
