package com.veetssuites.benchmarks.regression;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much worse than its baseline a figure may be. Less is better, of all figures.
 *
 * @param percent how much more is allowed; 0 means that the figure must be the same, not less
 *     either: a count that falls is accepted, so that it cannot rise again unseen
 */
record Tolerance(int percent) {

  static final Tolerance EXACT = new Tolerance(0);

  private static final Pattern MORE = Pattern.compile("\\+(\\d{1,4}) %");

  /** Reads {@code exact} or {@code +25 %}. */
  static Tolerance of(String text) {
    if (text.equals("exact")) {
      return EXACT;
    }
    Matcher more = MORE.matcher(text);
    if (!more.matches() || Integer.parseInt(more.group(1)) == 0) {
      throw new IllegalArgumentException(
          "A tolerance is written exact or +25 %, not \"" + text + "\".");
    }
    return new Tolerance(Integer.parseInt(more.group(1)));
  }

  boolean allows(double baseline, double measured) {
    return percent == 0
        ? Double.compare(baseline, measured) == 0
        : measured <= baseline * (1 + percent / 100.0);
  }

  @Override
  public String toString() {
    return percent == 0 ? "exact" : String.format(Locale.ROOT, "+%d %%", percent);
  }
}
