package com.veetssuites.cache;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How much is warmed.
 *
 * @param limits by their names: {@code pages} is {@code 10}, {@code ids} is {@code 1,2,3}
 */
public record WarmRequest(Map<String, String> limits) {

  /** As much as each warmer thinks right. */
  public static final WarmRequest UNLIMITED = new WarmRequest(Map.of());

  public WarmRequest {
    limits = Map.copyOf(limits);
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException when something else was given, or less than one
   */
  public int number(String limit, int otherwise) {
    String text = limits.get(limit);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "The limit %s is a whole number above zero, not '%s'.".formatted(limit, text));
  }

  /** What was listed, separated by commas; empty when nothing was. */
  public List<String> list(String limit) {
    return Arrays.stream(limits.getOrDefault(limit, "").split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * The listed numbers; empty when nothing was.
   *
   * @throws IllegalArgumentException when something else was given
   */
  public List<Long> ids(String limit) {
    try {
      return list(limit).stream().map(Long::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The limit %s is a list of whole numbers such as 1,2,3, not '%s'."
              .formatted(limit, limits.get(limit)),
          e);
    }
  }
}
