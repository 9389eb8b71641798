package com.veetssuites.command.task;

import com.veetssuites.command.CommandDatabase;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskSignals;
import com.veetssuites.task.TasksUnavailable;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One command below {@code veets tasks}, with what all of them have in common. */
abstract class TaskCommand implements Callable<Integer> {

  private static final String NO_SUCH_TABLE = "42P01";

  @ParentCommand private @Nullable TasksCommand tasks;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      order = 100,
      description =
          "Another database than the platform's: postgres://user:password@host:5432/name.")
  private @Nullable String url;

  @Option(names = "--json", order = 101, description = "Answer with one JSON document.")
  private boolean json;

  @Override
  public final Integer call() {
    check();
    Output output = Output.of(commandLine(), json);
    // The signals are closed first: they wait until the workers have been called.
    try (CommandDatabase database = tasks().access().open(url);
        TaskSignals signals = new TaskSignals(database.source(), true)) {
      TaskControl control = new TaskControl(database.source(), signals);
      boolean complete = run(new TaskDesk(control, database.source()), output);
      return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (TasksUnavailable e) {
      throw explained(e);
    }
  }

  /** Refuses what cannot be meant, before anything is opened. */
  void check() {}

  /** Whether all of it was done. */
  abstract boolean run(TaskDesk desk, Output output);

  TasksCommand tasks() {
    return Objects.requireNonNull(tasks);
  }

  ParameterException wrong(String sentence) {
    return new ParameterException(commandLine(), sentence);
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private static CommandFailed explained(TasksUnavailable failure) {
    if (failure.getCause() instanceof SQLException cause
        && NO_SUCH_TABLE.equals(cause.getSQLState())) {
      return new CommandFailed(
          "There are no tasks in this database yet: `veets serve` and `veets worker` make their tables.",
          failure);
    }
    return new CommandFailed(String.valueOf(failure.getMessage()), failure);
  }
}
