package com.veetssuites.command.task;

import com.veetssuites.command.CommandDatabase;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code veets tasks}: a view of all queues and workers, which needs their database alone. */
@Command(
    name = "tasks",
    description = {
      "Show what runs, waits and has failed, and decide about it; with or without a running server.",
      "",
      "Exit code: 0 done, 1 partly or not, 2 wrong usage."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ActiveCommand.class,
      QueuedCommand.class,
      DeadCommand.class,
      ShowCommand.class,
      StatsCommand.class,
      QueuesCommand.class,
      WorkersCommand.class,
      SchedulesCommand.class,
      RetryCommand.class,
      CancelCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      PurgeCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  veets tasks active",
      "  veets tasks dead --type process_cv_upload --json",
      "  veets tasks retry --all --queue notifications",
      "",
      "veets tasks COMMAND --help explains a command."
    })
public final class TasksCommand implements Callable<Integer> {

  private final CommandDatabase.Access access;
  private final Confirmation confirmation;

  @Spec private @Nullable CommandSpec spec;

  public TasksCommand(CommandDatabase.Access access) {
    this(access, Confirmation.onTerminal());
  }

  TasksCommand(CommandDatabase.Access access, Confirmation confirmation) {
    this.access = access;
    this.confirmation = confirmation;
  }

  CommandDatabase.Access access() {
    return access;
  }

  Confirmation confirmation() {
    return confirmation;
  }

  /** No command was named. */
  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    commandLine.usage(commandLine.getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
