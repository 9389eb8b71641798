package com.veetssuites.platform.web;

import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a list has, in JPQL; the entity is called {@code e}. The text is written by us, never
 * by a client: what clients send goes into the parameters.
 *
 * @param joins fetch joins of to-one associations, or empty
 * @param where the condition, never empty
 * @param count how many rows there are, when something cheaper than counting them knows it exactly;
 *     otherwise null
 */
public record PageQuery<E>(
    Class<E> entity,
    String joins,
    String where,
    Map<String, Object> parameters,
    @Nullable LongSupplier count) {

  public PageQuery(Class<E> entity, String joins, String where, Map<String, Object> parameters) {
    this(entity, joins, where, parameters, null);
  }
}
