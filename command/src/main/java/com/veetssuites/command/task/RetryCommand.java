package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskStatus;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code veets tasks retry}. */
@Command(
    name = "retry",
    description = "Put dead tasks back into their queues, as if they were new.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks retry 019a3c5e-7b1d-7c42-9f0a-0d5b8a3e6f21",
      "  veets tasks retry --type process_cv_upload",
      "  veets tasks retry --all --queue notifications"
    })
final class RetryCommand extends TaskCommand {

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Their ids, or the beginnings of them.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "All that are dead.")
  private boolean all;

  @Option(names = "--type", paramLabel = "TYPE", description = "Those of this type.")
  private @Nullable String type;

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "With --all or --type: only those of this queue.")
  private @Nullable String queue;

  @Override
  void check() {
    if (!ids.isEmpty() && (all || type != null || queue != null)) {
      throw wrong("Name tasks by their ids, or by --all or --type, not both.");
    }
    if (ids.isEmpty() && !all && type == null) {
      throw wrong("Name the dead tasks to retry: their ids, --type TYPE, or --all.");
    }
  }

  @Override
  boolean run(TaskDesk desk, Output output) {
    Decisions decisions = new Decisions(output);
    if (ids.isEmpty()) {
      retryAll(desk, decisions);
    }
    for (String id : new LinkedHashSet<>(ids)) {
      TaskDesk.Typed typed = desk.task(id);
      if (typed.id() == null) {
        decisions.failed(id, "not_found", typed.wrong());
      } else {
        retry(desk, typed.id(), decisions);
      }
    }
    return decisions.finish("retry");
  }

  private void retryAll(TaskDesk desk, Decisions decisions) {
    int retried = desk.control().retryAll(queue, type);
    if (retried == 0) {
      desk.requireKnown(queue, type);
    }
    decisions.done(
        type == null ? "all" : type, "retried", "Retried " + Cells.tasks(retried) + ".", retried);
  }

  private static void retry(TaskDesk desk, TaskId id, Decisions decisions) {
    String name = id.toString();
    if (desk.control().retry(id)) {
      decisions.done(name, "retried", "Task %s is back in its queue.".formatted(id), 1);
      return;
    }
    TaskStatus task = desk.control().find(id).orElse(null);
    if (task == null) {
      decisions.failed(name, "not_found", "There is no task %s, or it has expired.".formatted(id));
    } else {
      String state = Cells.name(task.state());
      decisions.failed(
          name, state, "Task %s is %s; only a dead one can be retried.".formatted(id, state));
    }
  }
}
