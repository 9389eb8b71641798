package com.veetssuites.platform.task;

import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task as its owner sees it.
 *
 * @param state scheduled, queued, running, succeeded, dead or cancelled
 * @param progress percent
 * @param result what the task has made
 * @param error why there is none
 * @param attempt tries begun
 * @param expiresAt when nothing of it will be known any more
 */
record TaskView(
    String id,
    String type,
    String state,
    int progress,
    @Nullable String progressText,
    @Nullable JsonNode result,
    @Nullable String error,
    int attempt,
    Instant enqueuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant expiresAt) {

  /**
   * @param forAdministrator who also sees what nobody has foreseen
   */
  static TaskView of(TaskStatus task, boolean forAdministrator) {
    return new TaskView(
        task.id().toString(),
        task.type(),
        task.state().name().toLowerCase(Locale.ROOT),
        task.progress(),
        task.progressText(),
        task.result(),
        error(task, forAdministrator),
        task.attempt(),
        task.enqueuedAt(),
        task.startedAt(),
        task.finishedAt(),
        task.expiresAt());
  }

  /** What a handler has said itself is meant to be read; an exception may tell of our insides. */
  private static @Nullable String error(TaskStatus task, boolean forAdministrator) {
    if (task.state() != TaskState.DEAD || forAdministrator) {
      return task.error();
    }
    JsonNode failures = task.failures();
    boolean said =
        failures != null && !failures.isEmpty() && !failures.path(failures.size() - 1).has("trace");
    return said ? task.error() : "The task has failed.";
  }
}
