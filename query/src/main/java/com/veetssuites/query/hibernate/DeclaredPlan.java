package com.veetssuites.query.hibernate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fetch plan as somebody has written it, before it is held against the model.
 *
 * @param place where it is written, for whoever must mend it
 * @param entity the entity that the paths begin at; null when it is to be found
 * @param hints types that may be the entity, or say nothing; the first that is one counts
 */
public record DeclaredPlan(
    String place,
    List<String> join,
    List<String> batch,
    @Nullable Class<?> entity,
    List<Class<?>> hints) {

  public DeclaredPlan {
    join = List.copyOf(join);
    batch = List.copyOf(batch);
    hints = List.copyOf(hints);
  }

  /** A sentence that begins with the place. */
  InvalidFetchPlan invalid(String why) {
    return new InvalidFetchPlan(place + " " + why);
  }
}
