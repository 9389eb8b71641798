package com.veetssuites.command.task;

import com.veetssuites.task.postgres.TaskRows.WorkerRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What workers have entered about themselves, read. */
final class Registry {

  /** No heartbeat is so slow; a worker that was killed stays until another one removes it. */
  private static final Duration SILENT = Duration.ofMinutes(1);

  private Registry() {}

  /** How many tasks at once, by queue. */
  static Map<String, Integer> queues(WorkerRow worker) {
    Map<String, Integer> queues = new TreeMap<>();
    JsonMapper.shared()
        .readTree(worker.queues())
        .properties()
        .forEach(each -> queues.put(each.getKey(), each.getValue().asInt()));
    return queues;
  }

  /** The types of tasks that it can run. */
  static List<String> types(WorkerRow worker) {
    List<String> types = new ArrayList<>();
    for (JsonNode type : JsonMapper.shared().readTree(worker.types())) {
      types.add(type.asString());
    }
    return types;
  }

  /** {@code running}, {@code stopping}, or {@code silent} when it has probably been killed. */
  static String state(WorkerRow worker) {
    if (Duration.ofMillis(worker.silentMillis()).compareTo(SILENT) > 0) {
      return "silent";
    }
    return worker.stopping() ? "stopping" : "running";
  }
}
