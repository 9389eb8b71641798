package com.veetssuites.query.hibernate;

import java.util.Collection;

/** How far apart words are: the edits that make one of the other (Levenshtein 1965). */
final class Spelling {

  private Spelling() {}

  /** The word nearest to this one; empty when there is none at all. */
  static String nearest(String word, Collection<String> words) {
    String best = "";
    for (String each : words) {
      if (best.isEmpty() || distance(word, each) < distance(word, best)) {
        best = each;
      }
    }
    return best;
  }

  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
