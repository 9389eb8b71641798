package com.veetssuites.platform.web;

import java.util.Map;

/**
 * Which rows a list has, in JPQL; the entity is called {@code e}. The text is written by us, never
 * by a client: what clients send goes into the parameters.
 *
 * @param joins fetch joins of to-one associations, or empty
 * @param where the condition, never empty
 * @param count a query for the exact number of rows; it may use the parameters
 */
public record PageQuery<E>(
    Class<E> entity, String joins, String where, Map<String, Object> parameters, String count) {

  /** A list whose rows are counted. */
  public PageQuery(Class<E> entity, String joins, String where, Map<String, Object> parameters) {
    this(
        entity,
        joins,
        where,
        parameters,
        "select count(*) from " + entity.getSimpleName() + " e where " + where);
  }
}
