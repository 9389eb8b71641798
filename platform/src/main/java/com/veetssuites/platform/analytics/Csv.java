package com.veetssuites.platform.analytics;

import java.io.IOException;
import java.util.Iterator;
import java.util.regex.Pattern;

/**
 * Writes comma-separated values (RFC 4180), each row as soon as it is there.
 *
 * <p>A text that a spreadsheet would take for a formula gets an apostrophe before it, so that
 * opening a report never runs what a user has called a course.
 */
final class Csv {

  private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]|^\\s|\\s$");
  private static final Pattern FORMULA =
      Pattern.compile("[\\s\\u00a0\\ufeff]*[=+\\-@\\t\\r\\n|＝＋－＠].*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private final Appendable out;

  Csv(Appendable out) {
    this.out = out;
  }

  /** Writes a row, and the end of its line. */
  void row(Iterable<String> values) throws IOException {
    Iterator<String> each = values.iterator();
    while (each.hasNext()) {
      out.append(field(each.next()));
      if (each.hasNext()) {
        out.append(',');
      }
    }
    out.append("\r\n");
  }

  private static String field(String value) {
    String text =
        FORMULA.matcher(value).matches() && !NUMBER.matcher(value).matches() ? "'" + value : value;
    return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
