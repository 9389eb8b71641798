package com.veetssuites.command.cache;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.ProgressBar;
import com.veetssuites.command.ServerAccess;
import com.veetssuites.command.ServerClient;
import com.veetssuites.command.ServerOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code veets warm-cache}: fills the cache of a server before its visitors do. */
@Command(
    name = "warm-cache",
    description = {
      "Fill the cache of the running server: its own memory, and what it shares in Redis.",
      "",
      "Without a running server only what is shared in Redis can be warmed: the rest would be gone"
          + " with this process. Ctrl-C ends the warm-up; what is warm by then stays.",
      "",
      "Exit code: 0 done, 1 partly or not, 2 wrong usage."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets warm-cache --all",
      "  veets warm-cache --courses --pages 10     the catalogue and its courses",
      "  veets warm-cache --users 1,2,3,4,5        their profiles and enrollments",
      "  veets warm-cache --courses --portfolios --json",
      "  veets warm-cache --all --server https://school.example.org --token-file token"
    })
public final class WarmCacheCommand implements Callable<Integer> {

  private static final int MOST_PAGES = 10_000;
  private static final int MOST_USERS = 1_000;

  private final ServerAccess access;
  private final BooleanSupplier shared;

  @Option(names = "--all", description = "Everything that can be warmed.")
  private boolean all;

  @Option(names = "--courses", description = "The catalogue, and the courses on its first pages.")
  private boolean courses;

  @Option(
      names = "--pages",
      paramLabel = "N",
      converter = PageCount.class,
      description = "With --courses or --all: how many pages of the catalogue (default: 10).")
  private @Nullable Integer pages;

  @Option(
      names = "--users",
      paramLabel = "ID",
      split = ",",
      converter = UserId.class,
      description = "Profiles and enrollments of these users, separated by commas.")
  private Set<Long> users = new LinkedHashSet<>();

  @Option(names = "--portfolios", description = "The public portfolios that were changed last.")
  private boolean portfolios;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", order = 101, description = "Answer with one JSON document.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /**
   * @param shared whether a server in this process would share its cache with others
   */
  public WarmCacheCommand(ServerAccess access, BooleanSupplier shared) {
    this.access = access;
    this.shared = shared;
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    check(commandLine);
    Output output = Output.of(commandLine, json);
    try (ServerClient client = client(output)) {
      ProgressBar bar = json ? ProgressBar.silent() : ProgressBar.on(output.out());
      WarmUp warmUp = new WarmUp(client, output, bar);
      WarmUp.Status end = warmUp.run(parts(), limits());
      return end == null
          ? WarmUp.INTERRUPTED
          : show(end, output) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private void check(CommandLine commandLine) {
    String wrong = null;
    if (!all && !courses && users.isEmpty() && !portfolios) {
      wrong = "Say what to warm: --all, --courses, --users 1,2,3 or --portfolios.";
    } else if (pages != null && !courses && !all) {
      wrong = "--pages goes with --courses or --all.";
    } else if (users.size() > MOST_USERS) {
      wrong = "--users takes %,d users at most.".formatted(MOST_USERS);
    }
    if (wrong != null) {
      throw new ParameterException(commandLine, wrong);
    }
    server.check();
  }

  /** The memory of a server that ends with this command is read by nobody. */
  private ServerClient client(Output output) {
    ServerClient running = server.find(access);
    if (running != null) {
      return running;
    }
    if (!shared.getAsBoolean()) {
      throw new CommandFailed(
          "No server runs here, and without Redis the cache is in the memory of a server: start one"
              + " with `veets serve`, or share the cache (USE_REDIS=true).");
    }
    return server.open(access, output);
  }

  /** Names of warmers; none for all of them. */
  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    if (!all) {
      if (courses) {
        parts.add("courses");
      }
      if (!users.isEmpty()) {
        parts.addAll(List.of("users", "enrollments"));
      }
      if (portfolios) {
        parts.add("portfolios");
      }
    }
    return parts;
  }

  private List<String> limits() {
    List<String> limits = new ArrayList<>();
    if (pages != null) {
      limits.add("pages=" + pages);
    }
    if (!users.isEmpty()) {
      limits.add(
          users.stream().map(String::valueOf).collect(Collectors.joining(",", "users=", "")));
    }
    return limits;
  }

  /** Whether all of it is warm. */
  private static boolean show(WarmUp.Status end, Output output) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("part", "warmed", "failed", "seconds"));
    Set<String> reasons = new LinkedHashSet<>();
    long told = 0;
    for (WarmUp.Part part : end.parts()) {
      rows.add(
          List.of(
              Output.plain(part.warmer()),
              number("%,d", part.done()),
              number("%,d", part.failed()),
              number("%.2f", part.millis() / 1e3)));
      reasons.addAll(part.reasons());
      told += part.reasons().size();
    }
    output.table(rows);
    output.document(end);
    reasons.forEach(reason -> output.complain("Not warmed: " + Output.plain(reason)));
    if (told < end.failed()) {
      output.complain("And %,d more.".formatted(end.failed() - told));
    }
    if (!end.state().equals("done")) {
      output.complain(
          end.state().equals("interrupted")
              ? "The warm-up was interrupted at the server; what it had warmed stays."
              : "The warm-up failed at the server; its log tells why.");
      return false;
    }
    return end.failed() == 0;
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static final class PageCount implements CommandLine.ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= MOST_PAGES) {
        return Integer.valueOf(text);
      }
      throw new CommandLine.TypeConversionException(
          "\"%s\" is not a number of pages, from 1 to %d".formatted(text, MOST_PAGES));
    }
  }

  private static final class UserId implements CommandLine.ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      String id = text.strip();
      if (id.matches("[1-9]\\d{0,17}")) {
        return Long.valueOf(id);
      }
      throw new CommandLine.TypeConversionException(
          "\"%s\" is not the id of a user, which is a whole number such as 7".formatted(text));
    }
  }
}
