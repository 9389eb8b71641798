package com.veetssuites.monitor.benchmark;

import com.veetssuites.task.Priority;
import com.veetssuites.task.RetryPolicy;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import com.veetssuites.task.TaskType;
import com.veetssuites.task.TaskTypes;
import com.veetssuites.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A task that does nothing, from its enqueueing until it is known to be done: by whichever worker
 * takes it, in the queue {@code default} with whatever else is in it.
 */
public final class TaskSteps implements Step.Source {

  public static final String TYPE = "monitor_benchmark";

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 1;

  private final Tasks tasks;
  private final TaskControl control;
  private final TaskTypes types;

  /**
   * @param types with {@link #type}, in the queue that the settings say
   */
  public TaskSteps(Tasks tasks, TaskControl control, TaskTypes types) {
    this.tasks = tasks;
    this.control = control;
    this.types = types;
  }

  /** The type; its results are forgotten soon. */
  public static TaskType type() {
    return new TaskType(
        TYPE,
        MonitorBenchmark.class,
        "default",
        new RetryPolicy(0, Duration.ofSeconds(1), 1, Duration.ofSeconds(1)),
        LONGEST,
        Priority.NORMAL,
        Duration.ofMinutes(1),
        (payload, context) -> null);
  }

  @Override
  public List<Step> steps() {
    return List.of(new Step("task", this::obstacle, this::enqueue));
  }

  private @Nullable String obstacle() {
    TaskType type = types.named(TYPE);
    if (type == null) {
      return "The application does not know the task %s.".formatted(TYPE);
    }
    String queue = type.queue();
    if (control.queues().stream().anyMatch(each -> each.queue().equals(queue) && each.paused())) {
      return "The queue %s is paused.".formatted(queue);
    }
    // Queues and types of a worker are JSON.
    boolean served =
        control.workers().stream()
            .anyMatch(worker ->
                !worker.stopping()
                    && worker.queues().contains('"' + queue + '"')
                    && worker.types().contains('"' + TYPE + '"'));
    return served ? null : "No worker runs that serves the queue %s.".formatted(queue);
  }

  private long enqueue() throws InterruptedException, TimeoutException {
    long began = System.nanoTime();
    TaskId id = tasks.enqueue(new MonitorBenchmark(0));
    while (true) {
      TaskState state = control.find(id).map(TaskStatus::state).orElse(TaskState.SUCCEEDED);
      long took = System.nanoTime() - began;
      if (state == TaskState.SUCCEEDED) {
        return took;
      }
      if (state == TaskState.DEAD || state == TaskState.CANCELLED) {
        throw new IllegalStateException("a task was %s.".formatted(state.name()));
      }
      if (took > LONGEST.toNanos()) {
        var _ = control.cancel(id);
        throw new TimeoutException("no worker had done a task within 10 seconds.");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
