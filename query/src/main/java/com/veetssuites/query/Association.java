package com.veetssuites.query;

import org.jspecify.annotations.Nullable;

/**
 * An association between entities, as {@code Course.sessions}.
 *
 * @param owner the entity that has the attribute, by its simple name
 * @param attribute the path of the attribute, with the embeddables on the way
 * @param toMany whether it leads to many
 * @param ownerTable where the owners are
 * @param target the entity that it leads to, by its simple name; null for plain values
 */
public record Association(
    String owner, String attribute, boolean toMany, String ownerTable, @Nullable String target) {

  @Override
  public String toString() {
    return owner + "." + attribute;
  }
}
