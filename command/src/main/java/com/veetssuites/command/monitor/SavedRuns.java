package com.veetssuites.command.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The last benchmark of each server, in {@code benchmark.json} of the data folder. */
final class SavedRuns {

  private static final int SCHEMA = 1;
  private static final int MOST = 20;
  private static final int MOST_BYTES = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  SavedRuns(Path dataFolder) {
    this.file = dataFolder.resolve("benchmark.json");
  }

  /** The last run with this server and path; null when there is none. */
  @Nullable JsonNode last(ObjectNode run) {
    for (JsonNode each : read()) {
      if (same(each, run)) {
        return each;
      }
    }
    return null;
  }

  /** Keeps this run instead of the last one of its kind. */
  void save(ObjectNode run) {
    ArrayNode runs = JsonNodeFactory.instance.arrayNode().add(run);
    for (JsonNode each : read()) {
      if (!same(each, run) && runs.size() < MOST) {
        runs.add(each);
      }
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
    document.set("runs", runs);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      // The next line says that it cannot be written.
    }
    try (NewFile fresh = NewFile.at(file)) {
      fresh.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
    }
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.path("server").equals(other.path("server"))
        && one.path("path").equals(other.path("path"));
  }

  /** What is there and can be understood; the rest is replaced by what comes next. */
  private JsonNode read() {
    try (InputStream in = Files.newInputStream(file)) {
      return JSON.readTree(in.readNBytes(MOST_BYTES)).path("runs");
    } catch (IOException | JacksonException e) {
      return JsonNodeFactory.instance.arrayNode();
    }
  }
}
