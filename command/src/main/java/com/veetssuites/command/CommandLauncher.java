package com.veetssuites.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code veets} command line: parses the arguments, runs one sub-command, and answers with its
 * exit code.
 *
 * <p>0: done. 1: failed, with one sentence on standard error. 2: wrong usage, with the nearest
 * name. A command that hyphens its name is understood with underscores as well.
 */
public final class CommandLauncher {

  private final CommandLine commandLine;

  /** A launcher of these sub-commands: instances of classes annotated with {@link Command}. */
  public CommandLauncher(List<?> commands) {
    commandLine = new CommandLine(new Veets());
    commands.forEach(commandLine::addSubcommand);
    commandLine.setExecutionExceptionHandler(CommandLauncher::explain);
    commandLine.setParameterExceptionHandler(CommandLauncher::correct);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    addHelp(commandLine);
  }

  /** A launcher that writes there instead of to the standard streams. */
  CommandLauncher(List<?> commands, PrintWriter out, PrintWriter err) {
    this(commands);
    commandLine
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
  }

  /** Runs the command that the arguments name, and returns the exit code of the process. */
  public int run(String... arguments) {
    String[] normal = arguments.clone();
    if (normal.length > 0) {
      String hyphened = normal[0].replace('_', '-');
      normal[0] = commandLine.getSubcommands().containsKey(hyphened) ? hyphened : normal[0];
    }
    return commandLine.execute(normal);
  }

  /** Every command has --help, so that nobody has to remember to declare it. */
  private static void addHelp(CommandLine parent) {
    for (CommandLine sub : parent.getSubcommands().values()) {
      sub.addMixin("help", new HelpOption());
      addHelp(sub);
    }
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommandFailed failed) {
        complain(command, failed.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
      }
    }
    throw failure;
  }

  private static int correct(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    if (wrong instanceof MissingCommand) {
      command.usage(command.getErr());
    } else {
      complain(command, sentence(wrong));
      command.getErr().println(name + " --help explains it.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static String sentence(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return Objects.requireNonNullElse(wrong.getMessage(), "Wrong usage.");
    }
    String typed = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      String option = typed.replaceFirst("=.*", "");
      Stream<String> known =
          command.getCommandSpec().options().stream()
              .filter(each -> !each.hidden())
              .flatMap(each -> Stream.of(each.names()));
      return "There is no option %s%s".formatted(option, hint(Nearest.to(option, known)));
    }
    if (command.getSubcommands().isEmpty()) {
      return "%s does not take the argument \"%s\"."
          .formatted(command.getCommandSpec().qualifiedName(), typed);
    }
    Stream<String> known =
        command.getSubcommands().entrySet().stream()
            .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey);
    return "There is no command \"%s\"%s".formatted(typed, hint(Nearest.to(typed, known)));
  }

  private static String hint(@Nullable String nearest) {
    return nearest == null ? "." : "; did you mean %s?".formatted(nearest);
  }

  private static void complain(CommandLine command, String sentence) {
    Output.of(command, false).complain(sentence);
  }

  /** No command was named. */
  private static final class MissingCommand extends ParameterException {
    MissingCommand(CommandLine commandLine) {
      super(commandLine, "Name a command.");
    }
  }

  @Command(
      name = "veets",
      description = "VeetsSuites: an education platform backend.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {"", "veets COMMAND --help explains a command."},
      mixinStandardHelpOptions = true,
      versionProvider = ImplementationVersion.class)
  private static final class Veets implements Runnable {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
      throw new MissingCommand(Objects.requireNonNull(spec).commandLine());
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
