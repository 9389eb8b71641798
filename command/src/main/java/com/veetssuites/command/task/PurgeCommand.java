package com.veetssuites.command.task;

import java.util.Map;
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
  void decide(TaskDesk desk, Map<String, Long> known, Decisions decisions) {
    if (!yes) {
      long waiting = known.values().stream().mapToLong(each -> each).sum();
      String question =
          "Delete %s waiting in %s?"
              .formatted(Cells.tasks(waiting), String.join(", ", known.keySet()));
      if (!tasks().confirmation().given(question)) {
        known
            .keySet()
            .forEach(queue ->
                decisions.failed(queue, "refused", "Queue %s stays as it is.".formatted(queue)));
        return;
      }
    }
    for (String queue : known.keySet()) {
      int purged = desk.control().purge(queue);
      decisions.done(
          queue, "purged", "Deleted %s of queue %s.".formatted(Cells.tasks(purged), queue), purged);
    }
  }
}
