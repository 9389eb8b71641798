package com.veetssuites.response;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what a person probably meant. */
final class Spelling {

  private Spelling() {}

  /** Such as {@code ; did you mean "Authorization"?}, or nothing when no candidate is near. */
  static String hint(String word, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(nearest -> distance(word, nearest) <= Math.max(1, word.length() / 3))
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse(".");
  }

  /** The edit distance (Levenshtein), whatever the case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
