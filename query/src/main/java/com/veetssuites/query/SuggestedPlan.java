package com.veetssuites.query;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A fetch plan that would have spared statements, read off what work has touched.
 *
 * @param name the route, the type of the task, or the method
 * @param entity the entity that the paths begin at
 * @param seen how often the work has touched something of it
 * @param before how many statements the work took, at most
 * @param after how many of those it would have taken with the plan
 */
public record SuggestedPlan(
    String name,
    String entity,
    List<String> join,
    List<String> batch,
    long seen,
    int before,
    int after) {

  public SuggestedPlan {
    join = List.copyOf(join);
    batch = List.copyOf(batch);
  }

  /** The line to write above the method. */
  public String annotation() {
    String paths =
        List.of(written("join", join), written("batch", batch)).stream()
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(", "));
    return "@FetchPlan(" + paths + ")";
  }

  private static String written(String attribute, List<String> paths) {
    return switch (paths.size()) {
      case 0 -> "";
      case 1 -> attribute + " = \"" + paths.getFirst() + "\"";
      default -> paths.stream().collect(Collectors.joining("\", \"", attribute + " = {\"", "\"}"));
    };
  }

  @Override
  public String toString() {
    return "%s: %s on %s, seen %d times, %d statements → %d"
        .formatted(name, annotation(), entity, seen, before, after);
  }
}
