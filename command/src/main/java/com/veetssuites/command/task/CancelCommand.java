package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskStatus;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code veets tasks cancel}. */
@Command(
    name = "cancel",
    description = "Remove tasks that wait, and interrupt those that run.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks cancel 019a3c5e-7b1d-7c42-9f0a-0d5b8a3e6f21",
      "  veets tasks cancel 019a3c5e-7b1d 019a3c5f-02"
    })
final class CancelCommand extends TaskCommand {

  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      description = "Their ids, or the beginnings of them.")
  private List<String> ids = List.of();

  @Override
  boolean run(TaskDesk desk, Output output) {
    Decisions decisions = new Decisions(output);
    for (String id : new LinkedHashSet<>(ids)) {
      TaskDesk.Typed typed = desk.task(id);
      if (typed.id() == null) {
        decisions.failed(id, "not_found", typed.wrong());
      } else {
        cancel(desk, typed.id(), decisions);
      }
    }
    return decisions.finish("cancel");
  }

  private static void cancel(TaskDesk desk, TaskId id, Decisions decisions) {
    String name = id.toString();
    switch (desk.control().cancel(id)) {
      case REMOVED ->
          decisions.done(name, "removed", "Task %s is removed; it never ran.".formatted(id), 1);
      case INTERRUPTED ->
          decisions.done(name, "interrupted", "Task %s is being interrupted.".formatted(id), 1);
      case NOT_FOUND -> {
        TaskStatus ended = desk.control().find(id).orElse(null);
        if (ended == null) {
          decisions.failed(
              name, "not_found", "There is no task %s, or it has expired.".formatted(id));
        } else {
          String state = Cells.name(ended.state());
          decisions.failed(
              name, state, "Task %s has ended already: it is %s.".formatted(id, state));
        }
      }
    }
  }
}
