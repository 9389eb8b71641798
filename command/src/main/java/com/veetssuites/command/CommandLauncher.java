package com.veetssuites.command;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/**
 * The {@code veets} command line: parses the arguments, runs one sub-command, and answers with its
 * exit code.
 *
 * <p>0: done. 1: failed, with one sentence on standard error. 2: wrong usage, with the nearest
 * name.
 */
public final class CommandLauncher {

  private final CommandLine commandLine;

  /** A launcher of these sub-commands: instances of classes annotated with {@link Command}. */
  public CommandLauncher(List<?> commands) {
    commandLine = new CommandLine(new Veets());
    commands.forEach(commandLine::addSubcommand);
    commandLine.setExecutionExceptionHandler(CommandLauncher::explain);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    // Every command has --help, so that nobody has to remember to declare it.
    commandLine.getSubcommands().values().forEach(sub -> sub.addMixin("help", new HelpOption()));
  }

  /** Runs the command that the arguments name, and returns the exit code of the process. */
  public int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (failure instanceof CommandFailed failed) {
      command.getErr().println(Ansi.AUTO.string("@|red " + escape(failed.getMessage()) + "|@"));
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }

  private static String escape(String text) {
    return text.replace("@|", "@\u200b|");
  }

  @Command(
      name = "veets",
      description = "VeetsSuites: an education platform with a complete performance system.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {"", "veets COMMAND --help explains a command."},
      mixinStandardHelpOptions = true,
      versionProvider = ImplementationVersion.class)
  private static final class Veets implements Runnable {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(
          Objects.requireNonNull(spec).commandLine(), "Name a command.");
    }
  }

  @Command
  private static final class HelpOption {
    @SuppressWarnings("unused") // read by picocli
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and exit.")
    private boolean help;
  }

  private static final class ImplementationVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CommandLauncher.class.getPackage().getImplementationVersion();
      return new String[] {"VeetsSuites " + (version == null ? "(not packaged)" : version)};
    }
  }
}
