package com.veetssuites.command;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The name that a person most likely meant. */
public final class Nearest {

  private Nearest() {}

  /** The nearest of these names, or null when none is near enough to be meant. */
  public static @Nullable String to(String typed, Stream<String> names) {
    record Candidate(String name, int distance) {}
    return names
        .map(name -> new Candidate(name, distance(plain(typed), plain(name))))
        .filter(each ->
            each.distance() <= Math.max(1, plain(each.name()).length() / 3)
                || abbreviates(plain(typed), plain(each.name())))
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name)
        .orElse(null);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("^-+", "").replace('_', '-');
  }

  private static boolean abbreviates(String typed, String name) {
    return typed.length() >= 2 && name.startsWith(typed);
  }

  /**
   * How many letters have to be inserted, deleted, replaced or swapped with their neighbour: the
   * optimal string alignment distance.
   */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
