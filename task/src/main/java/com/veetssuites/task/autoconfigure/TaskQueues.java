package com.veetssuites.task.autoconfigure;

import com.veetssuites.task.InvalidTasks;
import com.veetssuites.task.TaskType;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configured queues.
 *
 * @param concurrency by name
 */
record TaskQueues(QueueNames names, Map<String, Integer> concurrency) {

  private static final String DEFAULT = "default";
  private static final int DEFAULT_CONCURRENCY = 4;

  static TaskQueues of(Collection<TaskType> types, TaskProperties properties) {
    Set<String> declared = new TreeSet<>(Set.of(DEFAULT));
    types.forEach(type -> declared.add(type.queue()));
    var names = new QueueNames(declared);
    Map<String, Integer> concurrency = new TreeMap<>(Map.of(DEFAULT, DEFAULT_CONCURRENCY));
    properties
        .queues()
        .forEach((name, queue) -> concurrency.put(names.of(name), queue.concurrency()));
    return new TaskQueues(names, concurrency);
  }

  String named(String configured) {
    return names.of(configured);
  }

  /** What a worker serves, and how much at once. */
  Map<String, Integer> served(TaskProperties.Worker worker) {
    Map<String, Integer> served = new TreeMap<>();
    for (String queue : worker.queues()) {
      String name = named(queue);
      Integer own = concurrency.get(name);
      if (own == null) {
        throw new InvalidTasks(
            "There is no queue \"%s\" to serve; there are %s."
                .formatted(queue, String.join(", ", concurrency.keySet())));
      }
      served.put(name, own);
    }
    if (served.isEmpty()) {
      served.putAll(concurrency);
    }
    if (worker.concurrency() != null) {
      served.replaceAll((queue, own) -> worker.concurrency());
    }
    return served;
  }
}
