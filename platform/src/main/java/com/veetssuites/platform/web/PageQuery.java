package com.veetssuites.platform.web;

import java.util.List;
import java.util.Map;

/**
 * Which rows a list has, in JPQL; the entity is called {@code e}. The text is written by us, never
 * by a client: what clients send goes into the parameters.
 *
 * @param join the associations that are read along by a join
 * @param where the condition, never empty
 * @param count a query for the exact number of rows; it may use the parameters
 */
public record PageQuery<E>(
    Class<E> entity,
    List<String> join,
    String where,
    Map<String, Object> parameters,
    String count) {

  /** A list whose rows are counted. */
  public PageQuery(
      Class<E> entity, List<String> join, String where, Map<String, Object> parameters) {
    this(
        entity,
        join,
        where,
        parameters,
        "select count(*) from " + entity.getSimpleName() + " e where " + where);
  }
}
