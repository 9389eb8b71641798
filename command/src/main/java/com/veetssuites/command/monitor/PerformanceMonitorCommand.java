package com.veetssuites.command.monitor;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.ServerAccess;
import com.veetssuites.command.ServerClient;
import com.veetssuites.command.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code veets performance-monitor}: what a server has measured, for people and programs. */
@Command(
    name = "performance-monitor",
    description = {
      "Show what the running server has measured, time round trips, or export all of it.",
      "",
      "Figures are of the node that answers since its start, or of all nodes with --window. Without"
          + " a running server they are those of the last six hours, as the database keeps them.",
      "",
      "Exit code: 0 done (also when Ctrl-C ends --watch), 1 failed, 2 wrong usage."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets performance-monitor --metrics",
      "  veets performance-monitor --metrics --window 15m       all nodes, the last quarter of an hour",
      "  veets performance-monitor --cache-stats --watch        again every 2 seconds, until Ctrl-C",
      "  veets performance-monitor --slow-queries --top 5",
      "  veets performance-monitor --benchmark --rounds 1000    against the last run",
      "  veets performance-monitor --export metrics.json        - is standard output",
      "  veets performance-monitor --metrics --json --server https://school.example.org --token-file token"
    })
public final class PerformanceMonitorCommand implements Callable<Integer> {

  private static final int ROUNDS = 100;
  private static final String PATH = "/api/courses/";
  private static final Set<String> WINDOWS_OF_NODES = Set.of("1m", "5m", "15m");
  private static final List<String> WINDOWS =
      List.of("start", "1m", "5m", "15m", "6h", "3d", "31d", "1y");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ServerAccess access;
  private final Clock clock;

  @Option(
      names = "--metrics",
      description = "Requests, routes, database, cache, tasks, functions and nodes.")
  private boolean metrics;

  @Option(names = "--cache-stats", description = "Regions of the cache, memory, and its log.")
  private boolean cacheStats;

  @Option(
      names = "--slow-queries",
      description = "The costliest statements with plan and place, and what is run too often.")
  private boolean slowQueries;

  @Option(
      names = "--benchmark",
      description =
          "Time round trips: database, cache, tasks and HTTP; compared with the last run.")
  private boolean benchmark;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Write all figures to this file as JSON (docs/export.md).")
  private @Nullable String export;

  @Option(
      names = "--window",
      paramLabel = "WINDOW",
      converter = WindowName.class,
      description =
          "start (of the node that answers), or of all nodes 1m, 5m, 15m, 6h, 3d, 31d, 1y (default:"
              + " start).")
  private @Nullable String window;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "One node alone, with --window 1m, 5m or 15m (default: 15m).")
  private @Nullable String node;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = Top.class,
      description =
          "How many rows a table has, and how many statements are shown (default: 15, 10).")
  private @Nullable Integer top;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Rounds.class,
      description = "With --benchmark: how often each is done, up to 10000 (default: 100).")
  private @Nullable Integer rounds;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description =
          "With --benchmark: what is asked for over HTTP, and with a ?search= that nobody asked for"
              + " before (default: /api/courses/).")
  private @Nullable String path;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "2",
      converter = Seconds.class,
      description = "Show it again and again, until Ctrl-C (default: every 2 seconds).")
  private @Nullable Integer watch;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--json",
      order = 101,
      description = "Answer with one JSON document; with --watch one a line.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  public PerformanceMonitorCommand(ServerAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    String wrong = wrong();
    if (wrong != null) {
      throw new ParameterException(commandLine, wrong);
    }
    server.check();
    Output output = Output.of(commandLine, json);
    try (NewFile file = export == null || toOutput() ? null : NewFile.at(path(export));
        ServerClient client = server.open(access, output)) {
      Sections sections = new Sections(metrics, cacheStats, slowQueries, window, node, top);
      if (watch != null) {
        boolean inPlace = !json && Watch.onTerminal();
        new Watch(output.out(), watch, inPlace)
            .run(client, () -> frame(sections, client, output, inPlace));
      } else if (toOutput()) {
        output.out().println(text(Export.of(client, clock.instant()), true));
        output.out().flush();
      } else {
        return once(sections, client, file, output);
      }
      return CommandLine.ExitCode.OK;
    }
  }

  private boolean toOutput() {
    return "-".equals(export);
  }

  private int once(Sections sections, ServerClient client, @Nullable NewFile file, Output output) {
    Map<String, ObjectNode> documents = sections.documents(client);
    SavedRuns runs = new SavedRuns(access.dataFolder());
    ObjectNode run = null;
    if (benchmark) {
      run =
          new BenchmarkRun(client, output)
              .run(
                  Objects.requireNonNullElse(rounds, ROUNDS),
                  Objects.requireNonNullElse(path, PATH));
    }
    ObjectNode kept = run == null ? null : run.deepCopy();
    if (run != null) {
      BenchmarkRun.compare(run, runs.last(run));
      documents.put("benchmark", run);
    }
    if (file != null) {
      byte[] document =
          text(Export.of(client, clock.instant()), true).getBytes(StandardCharsets.UTF_8);
      file.write(document);
      ObjectNode told = JsonNodeFactory.instance.objectNode();
      told.put("file", String.valueOf(export));
      documents.put("export", told.put("bytes", document.length));
    }
    if (json) {
      output.out().println(text(together(documents), true));
      output.out().flush();
    } else {
      lines(sections, documents, output).forEach(line -> output.line("%s", line));
    }
    return kept == null || saved(runs, kept, output)
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean saved(SavedRuns runs, ObjectNode run, Output output) {
    try {
      runs.save(run);
      return true;
    } catch (CommandFailed e) {
      output.complain("The next run has nothing to compare with. " + e.getMessage());
      return false;
    }
  }

  private List<String> frame(
      Sections sections, ServerClient client, Output output, boolean inPlace) {
    Map<String, ObjectNode> documents = sections.documents(client);
    if (json) {
      return List.of(text(together(documents), false));
    }
    List<String> lines = new ArrayList<>();
    if (!inPlace) {
      lines.add("--- " + Figure.moment(clock.instant()));
    }
    lines.addAll(lines(sections, documents, output));
    return lines;
  }

  private static List<String> lines(
      Sections sections, Map<String, ObjectNode> documents, Output output) {
    Page page = new Page(output.colours());
    sections.show(documents, page);
    ObjectNode run = documents.get("benchmark");
    if (run != null) {
      new BenchmarkPage(page).all(run);
    }
    ObjectNode exported = documents.get("export");
    if (exported != null) {
      page.gap();
      page.line(
          "Exported to %s (%s).",
          Output.plain(exported.path("file").asString("")),
          Figure.bytes(exported.path("bytes")).text());
    }
    return page.lines();
  }

  /** One document as it is, several by their names. */
  private static JsonNode together(Map<String, ObjectNode> documents) {
    if (documents.size() == 1) {
      return documents.values().iterator().next();
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    documents.forEach(all::set);
    return all;
  }

  private static String text(JsonNode document, boolean pretty) {
    return pretty
        ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document)
        : JSON.writeValueAsString(document);
  }

  private static Path path(String typed) {
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new CommandFailed(
          "The file %s cannot be written: it is no path.".formatted(Output.plain(typed)), e);
    }
  }

  /** What cannot be meant, as a sentence; null when all of it can. */
  private @Nullable String wrong() {
    boolean figures = metrics || cacheStats || slowQueries;
    if (!figures && !benchmark && export == null) {
      return "Say what to do: --metrics, --cache-stats, --slow-queries, --benchmark or --export FILE.";
    }
    if (watch != null && (!figures || benchmark || export != null)) {
      return "--watch goes with --metrics, --cache-stats and --slow-queries alone.";
    }
    if (toOutput() && (figures || benchmark)) {
      return "--export - goes alone: standard output has room for one document.";
    }
    if (window != null && !metrics && !cacheStats) {
      return "--window goes with --metrics and --cache-stats; statements are known since the start.";
    }
    if (node != null && ((!metrics && !cacheStats) || !WINDOWS_OF_NODES.contains(nodeWindow()))) {
      return "--node goes with --metrics and --cache-stats, and --window 1m, 5m or 15m.";
    }
    if (top != null && !figures) {
      return "--top goes with --metrics, --cache-stats and --slow-queries.";
    }
    if ((rounds != null || path != null) && !benchmark) {
      return (rounds != null ? "--rounds" : "--path") + " goes with --benchmark.";
    }
    if (path != null && !path.matches("/[^\\s#\"<>\\\\^`{|}]*")) {
      return "--path begins with / and is written as in an address: /api/courses/?page_size=5";
    }
    return null;
  }

  private String nodeWindow() {
    return window == null ? "15m" : window;
  }

  private static final class WindowName implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (WINDOWS.contains(text)) {
        return text;
      }
      throw new TypeConversionException(
          "\"%s\" is no window; there are: %s".formatted(text, String.join(", ", WINDOWS)));
    }
  }

  /** A whole number with bounds. */
  private abstract static class WholeNumber implements ITypeConverter<Integer> {
    private final String what;
    private final int most;

    WholeNumber(String what, int most) {
      this.what = what;
      this.most = most;
    }

    @Override
    public Integer convert(String text) {
      if (text.matches("[1-9]\\d{0,6}") && Integer.parseInt(text) <= most) {
        return Integer.valueOf(text);
      }
      throw new TypeConversionException(
          "\"%s\" is not a number of %s, from 1 to %d".formatted(text, what, most));
    }
  }

  private static final class Top extends WholeNumber {
    Top() {
      super("rows", 1_000);
    }
  }

  private static final class Rounds extends WholeNumber {
    Rounds() {
      super("rounds", 10_000);
    }
  }

  private static final class Seconds extends WholeNumber {
    Seconds() {
      super("seconds", 3_600);
    }
  }
}
