package com.veetssuites.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Requests a second of several targets. The rounds of all targets are interleaved, and the medians
 * compared, so that what else the machine does hits all alike. The load comes from a process of its
 * own, whose garbage and compiler do not slow the server down.
 */
final class Rounds {

  private static final int CONNECTIONS = 32;
  private static final int WARM_UP_SECONDS = 20;

  private record Target(String url, List<String> headers, String base) {}

  private record Round(double perSecond, long p50, long p99) {}

  private final Map<String, Target> targets = new LinkedHashMap<>();

  /**
   * Adds a target.
   *
   * @param base the name of the target that it is compared with
   * @param headers further request headers, such as {@code Accept: text/plain}
   */
  void add(String name, String url, String base, String... headers) {
    targets.put(name, new Target(url, List.of(headers), base));
  }

  /** Loads all targets, and prints a table of their medians. */
  void run(int rounds, int seconds) throws IOException, InterruptedException {
    for (Target target : targets.values()) {
      load(target, WARM_UP_SECONDS);
    }
    Map<String, List<Round>> results = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (var target : targets.entrySet()) {
        Round result = load(target.getValue(), seconds);
        results.computeIfAbsent(target.getKey(), key -> new ArrayList<>()).add(result);
        System.err.printf(
            Locale.ROOT, "round %d, %s: %.0f req/s%n", round, target.getKey(), result.perSecond());
      }
    }
    System.out.println("| target | req/s (median) | p50 ms | p99 ms | ratio | to |");
    System.out.println("|---|---|---|---|---|---|");
    results.forEach((name, list) -> {
      Round median = median(list);
      String base = Objects.requireNonNull(targets.get(name)).base();
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.2f | %.1f | %.2f | %s |%n",
          name,
          median.perSecond(),
          median.p50() / 1000.0,
          median.p99() / 1000.0,
          median.perSecond() / median(Objects.requireNonNull(results.get(base))).perSecond(),
          base);
    });
  }

  private static Round median(List<Round> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Round::perSecond))
        .toList()
        .get(rounds.size() / 2);
  }

  /** The requests a second of one address alone. */
  static double perSecond(String url, int seconds) throws IOException, InterruptedException {
    return load(new Target(url, List.of(), ""), seconds).perSecond();
  }

  private static Round load(Target target, int seconds) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("java.class.path"),
                "load",
                target.url(),
                "" + CONNECTIONS,
                "" + seconds));
    command.addAll(target.headers());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String[] line = new String(process.getInputStream().readAllBytes()).strip().split(" ");
    if (process.waitFor() != 0 || !line[3].equals("0")) {
      throw new IllegalStateException(
          "The load of %s failed: %s".formatted(target.url(), String.join(" ", line)));
    }
    return new Round(Double.parseDouble(line[0]), Long.parseLong(line[1]), Long.parseLong(line[2]));
  }
}
