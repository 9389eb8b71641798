package com.veetssuites.monitor.autoconfigure;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant. */
final class Spelling {

  private Spelling() {}

  /** Such as {@code ; did you mean "p95"?}, or all there are when none is near. */
  static String hint(String word, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(each -> distance(word, each)))
        .filter(nearest -> distance(word, nearest) <= Math.max(1, word.length() / 3))
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElseGet(() -> "; there are: " + String.join(", ", candidates) + ".");
  }

  /** Of Levenshtein: how many letters to add, remove or replace. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
