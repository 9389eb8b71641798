package com.veetssuites.query.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script that changes the schema.
 *
 * @param name of its file, such as {@code V2__cache.sql}
 */
public record Migration(String name, String text) {

  private static final Pattern VERSIONED = Pattern.compile("[VB]([0-9]+([._][0-9]+)*)__.*");

  /** In the order in which Flyway runs them; those that undo are left out. */
  static List<Migration> ordered(List<Migration> migrations) {
    List<Migration> ordered = new ArrayList<>(migrations);
    ordered.removeIf(each -> each.name().matches("U[0-9].*__.*"));
    ordered.sort(
        Comparator.comparingInt(Migration::group)
            .thenComparing(Migration::version, Migration::compareVersions)
            .thenComparing(each -> each.group() == 1 ? each.name() : ""));
    return ordered;
  }

  /** Versions, then what is repeated, then what has no such name, as it was given. */
  private int group() {
    return VERSIONED.matcher(name).matches() ? 0 : name.startsWith("R__") ? 1 : 2;
  }

  private List<Long> version() {
    Matcher matcher = VERSIONED.matcher(name);
    List<Long> numbers = new ArrayList<>();
    if (matcher.matches()) {
      for (String number : matcher.group(1).split("[._]", -1)) {
        numbers.add(Long.parseLong(number.substring(0, Math.min(18, number.length()))));
      }
    }
    return numbers;
  }

  private static int compareVersions(List<Long> one, List<Long> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int order =
          Long.compare(i < one.size() ? one.get(i) : 0, i < other.size() ? other.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
