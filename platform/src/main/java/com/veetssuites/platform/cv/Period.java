package com.veetssuites.platform.cv;

import org.jspecify.annotations.Nullable;

/**
 * A period as it stands in a text.
 *
 * @param start {@code 2020-01} or {@code 2020}
 * @param range whether it says from when to when, and not only one date
 * @param from where it begins in the text
 * @param to where it ends
 */
record Period(
    @Nullable String start,
    @Nullable String end,
    boolean current,
    boolean range,
    int from,
    int to) {

  /** The text without it; a tab stands in its place. */
  String cutOutOf(String text) {
    return text.substring(0, from) + "\t" + text.substring(to);
  }
}
