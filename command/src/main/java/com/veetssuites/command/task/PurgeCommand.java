package com.veetssuites.command.task;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code veets tasks purge}. */
@Command(
    name = "purge",
    description = {
      "Delete what waits in these queues, for good; what runs goes on, what is dead stays.",
      "Asks before it does, unless --yes."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets tasks purge analytics",
      "  veets tasks purge analytics --yes      where nobody can be asked"
    })
final class PurgeCommand extends QueueDecisionCommand {

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Override
  void check() {
    if (!yes && !tasks().confirmation().possible()) {
      throw wrong(
          "purge deletes tasks for good, and nobody can be asked here: confirm with --yes.");
    }
  }

  @Override
  String action() {
    return "purge";
  }

  @Override
  void decide(TaskDesk desk, List<String> known, Decisions decisions) {
    if (!yes) {
      long waiting = known.stream().mapToLong(queue -> waiting(desk, queue)).sum();
      String question =
          "Delete %s waiting in %s?".formatted(Cells.tasks(waiting), String.join(", ", known));
      if (!tasks().confirmation().given(question)) {
        known.forEach(queue ->
            decisions.failed(queue, "refused", "Queue %s stays as it is.".formatted(queue)));
        return;
      }
    }
    for (String queue : known) {
      int purged = desk.control().purge(queue);
      decisions.done(
          queue, "purged", "Deleted %s of queue %s.".formatted(Cells.tasks(purged), queue), purged);
    }
  }
}
