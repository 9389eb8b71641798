package com.veetssuites.command.task;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code veets tasks show}. */
@Command(
    name = "show",
    description = {
      "Show everything about one task: payload, progress, result, and every try that failed.",
      "That may hold what is confidential."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks show 019a3c5e-7b1d-7c42-9f0a-0d5b8a3e6f21",
      "  veets tasks show 019a3c5e-7b1d --json"
    })
final class ShowCommand extends TaskCommand {

  @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.")
  private String id = "";

  @Override
  boolean run(TaskDesk desk, Output output) {
    TaskDesk.Typed typed = desk.task(id);
    if (typed.id() == null) {
      throw new CommandFailed(typed.wrong());
    }
    TaskStatus task =
        desk.control()
            .find(typed.id())
            .orElseThrow(() ->
                new CommandFailed("There is no task %s, or it has expired.".formatted(typed.id())));
    Instant now = task.state() == TaskState.RUNNING ? desk.now() : Instant.EPOCH;
    show(task, now, output);
    output.document(TaskDocument.of(task, now));
    return true;
  }

  private static void show(TaskStatus task, Instant now, Output output) {
    Duration running = TaskDocument.running(task, now);
    field(output, "id", task.id());
    field(output, "type", task.type());
    field(output, "queue", task.queue());
    field(output, "state", Cells.name(task.state()));
    field(output, "priority", Cells.name(task.priority()));
    field(output, "attempts", task.attempt());
    field(output, "enqueued", task.enqueuedAt());
    field(output, "due", task.runAt());
    field(output, "started", task.startedAt());
    field(output, "running for", running == null ? null : Cells.span(running));
    field(output, "finished", task.finishedAt());
    field(output, "expires", task.expiresAt());
    field(output, "worker", task.worker());
    field(output, "progress", running == null ? null : task.progress() + " %");
    field(output, "", task.progressText());
    field(output, "owner", task.owner());
    field(output, "key", task.idempotencyKey());
    field(output, "payload", task.payload());
    field(output, "result", task.result());
    field(output, "error", task.error());
    if (task.failures() != null) {
      task.failures().forEach(failure -> showFailure(failure, output));
    }
  }

  private static void field(Output output, String name, @Nullable Object value) {
    if (value != null) {
      output.line("%-12s %s", name, Output.plain(value.toString()));
    }
  }

  private static void showFailure(JsonNode failure, Output output) {
    output.line("");
    output.line(
        "Try %d failed at %s:",
        failure.path("attempt").asInt(0), Output.plain(failure.path("at").asString("")));
    String told = failure.path("trace").asString(failure.path("error").asString(""));
    told.lines().forEach(line -> output.line("  %s", Output.plain(line)));
  }
}
