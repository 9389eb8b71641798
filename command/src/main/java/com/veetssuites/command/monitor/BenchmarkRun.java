package com.veetssuites.command.monitor;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.ServerClient;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Round trips that a server times in its own process, and requests that are timed from here. */
final class BenchmarkRun {

  private static final String ENDPOINT = "/actuator/benchmark";

  /** A little more than the server takes at most. */
  private static final Duration SERVER = Duration.ofSeconds(75);

  private static final Duration REQUESTS = Duration.ofSeconds(20);
  private static final Duration REQUEST = Duration.ofSeconds(15);
  private static final int MOST_WARMING = 20;
  private static final int MOST_UNCACHED = 50;

  private final ServerClient client;
  private final Output output;

  BenchmarkRun(ServerClient client, Output output) {
    this.client = client;
    this.output = output;
  }

  private record Order(String rounds) {}

  /**
   * Does it.
   *
   * @param path of the requests, as a visitor asks for it
   * @return what the server tells, with what was measured here among the measurements
   */
  ObjectNode run(int rounds, String path) {
    var _ = client.visit(path, REQUEST); // a wrong path is told before the work
    output.note("Timing round trips in the server, for a minute at most …");
    ObjectNode run =
        client.post(ENDPOINT, new Order(String.valueOf(rounds)), ObjectNode.class, SERVER);
    output.note("Timing requests to it …");
    URI address = client.address();
    run.put("server", address == null ? null : address.toString());
    run.put("path", path);
    if (!(run.path("measurements") instanceof ArrayNode measurements)) {
      throw new CommandFailed("The server %s is of another version.".formatted(client));
    }
    measurements.add(requests("http cached", rounds, () -> path));
    String search = path + (path.contains("?") ? "&" : "?") + "search=";
    measurements.add(requests("http uncached", uncached(rounds), () -> search + word()));
    return run;
  }

  /**
   * So few that the hit rate of the server stays above what it is warned of: each is a miss, and
   * each of the others a hit.
   */
  private static int uncached(int rounds) {
    return Math.clamp(rounds / 5, 1, MOST_UNCACHED);
  }

  /** What nobody has searched for before. */
  private static String word() {
    return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
  }

  private JsonNode requests(String name, int rounds, Supplier<String> path) {
    long end = System.nanoTime() + REQUESTS.toNanos();
    for (int i = Math.min(MOST_WARMING, rounds / 5); i > 0 && end - System.nanoTime() > 0; i--) {
      var _ = client.visit(path.get(), REQUEST);
    }
    long[] nanos = new long[rounds];
    int done = 0;
    while (done < rounds && (done == 0 || end - System.nanoTime() > 0)) {
      nanos[done++] = client.visit(path.get(), REQUEST);
    }
    long[] sorted = Arrays.copyOf(nanos, done);
    Arrays.sort(sorted);
    ObjectNode measurement = JsonNodeFactory.instance.objectNode();
    measurement.put("name", name).put("n", done);
    measurement.put("p50_ms", millis(sorted, 0.5)).put("p95_ms", millis(sorted, 0.95));
    return measurement.put("p99_ms", millis(sorted, 0.99));
  }

  private static double millis(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
  }

  /**
   * Tells in a run by how many percent it differs from one before.
   *
   * @param before null when there is none
   */
  static void compare(ObjectNode run, @Nullable JsonNode before) {
    run.put("compared_with", before == null ? null : before.path("at").asString(null));
    if (before == null) {
      return;
    }
    for (JsonNode each : run.path("measurements")) {
      for (JsonNode old : before.path("measurements")) {
        if (old.path("name").equals(each.path("name")) && each instanceof ObjectNode measurement) {
          measurement.put("p50_change_percent", change(old, each, "p50_ms"));
          measurement.put("p95_change_percent", change(old, each, "p95_ms"));
        }
      }
    }
  }

  private static @Nullable Double change(JsonNode old, JsonNode now, String field) {
    double from = old.path(field).asDouble();
    return from <= 0 ? null : (now.path(field).asDouble() / from - 1) * 100;
  }
}
