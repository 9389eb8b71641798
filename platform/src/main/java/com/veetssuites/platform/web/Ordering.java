package com.veetssuites.platform.web;

/**
 * The order of a list: by one field, ties by id in the same direction, so that it is total.
 *
 * @param field snake_case, from the whitelist of the list
 */
public record Ordering(String field, boolean descending) {

  static Ordering parse(String text) {
    return text.startsWith("-") ? new Ordering(text.substring(1), true) : new Ordering(text, false);
  }

  /** The attribute of the entity: {@code created_at} is {@code createdAt}. */
  String attribute() {
    var name = new StringBuilder();
    for (String word : field.split("_", -1)) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  @Override
  public String toString() {
    return descending ? "-" + field : field;
  }
}
