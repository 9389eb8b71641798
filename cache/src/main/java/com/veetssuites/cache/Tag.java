package com.veetssuites.cache;

/**
 * A name for something that values are made of: {@code courses#7}, {@code price-list}. Invalidating
 * a tag drops every value that depends on it, whatever its key.
 *
 * @param name up to 512 characters without control characters
 */
public record Tag(String name) {

  public Tag {
    Names.check("tag", name);
  }

  /** The 64-bit hash that stands for this tag in entries and in the log. */
  public long hash() {
    return Hash64.end(Hash64.add(Hash64.begin('t'), name));
  }

  @Override
  public String toString() {
    return name;
  }
}
