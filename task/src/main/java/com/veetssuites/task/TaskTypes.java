package com.veetssuites.task;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The kinds of tasks that this process knows, each where it is routed to. */
public final class TaskTypes {

  private final Map<String, TaskType> byName = new TreeMap<>();
  private final Map<Class<?>, TaskType> byPayload = new LinkedHashMap<>();

  /**
   * @param routes queue by name of type; outranks what the type itself says
   * @param queues those that there are
   * @throws InvalidTasks when two types have a name or a payload in common, a queue or a type of a
   *     route does not exist, or a payload cannot be kept
   */
  public TaskTypes(
      Collection<TaskType> types, Map<String, String> routes, Collection<String> queues) {
    Set<String> known = new TreeSet<>(queues);
    for (TaskType declared : types) {
      TaskType type = declared.in(routes.getOrDefault(declared.name(), declared.queue()));
      TaskPayloads.requireKeepable(type.payload(), type.name());
      if (!known.contains(type.queue())) {
        throw new InvalidTasks(
            "The task %s goes to the queue %s, which is not configured; there are %s."
                .formatted(type.name(), type.queue(), String.join(", ", known)));
      }
      if (byName.putIfAbsent(type.name(), type) != null) {
        throw new InvalidTasks(
            "Two handlers take the task %s; one must go, or name another type."
                .formatted(type.name()));
      }
      if (byPayload.putIfAbsent(type.payload(), type) != null) {
        throw new InvalidTasks(
            "Two handlers take the payload %s; a payload is one type of task."
                .formatted(type.payload().getName()));
      }
    }
    for (String routed : routes.keySet()) {
      if (!byName.containsKey(routed)) {
        throw new InvalidTasks(
            "There is a route for the task %s, which no handler takes; there are %s."
                .formatted(routed, names()));
      }
    }
  }

  /** Names of all types, in order. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** All types, by name. */
  public Collection<TaskType> all() {
    return byName.values();
  }

  /** The type of a name; null when no handler takes it. */
  public @Nullable TaskType named(String name) {
    return byName.get(name);
  }

  /**
   * The type of a payload.
   *
   * @throws IllegalArgumentException when no handler takes it
   */
  public TaskType of(Object payload) {
    TaskType type = byPayload.get(payload.getClass());
    if (type == null) {
      throw new IllegalArgumentException(
          "No @TaskHandler takes a %s; there are handlers of %s."
              .formatted(payload.getClass().getName(), names()));
    }
    return type;
  }
}
