package com.veetssuites.platform.notification;

/** Text of others as one line of bounded length: nothing in it begins a header or a log line. */
final class OneLine {

  private OneLine() {}

  /**
   * The text with line breaks, control characters and runs of spaces made one space each.
   *
   * @param most how many characters (code points) are kept; the last is an ellipsis where some are
   *     missing
   */
  static String of(String text, int most) {
    var line = new StringBuilder(Math.min(text.length(), most));
    int kept = 0;
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (isSpace(character)) {
        space = kept > 0;
        continue;
      }
      if (kept + (space ? 2 : 1) > most) {
        line.setLength(line.offsetByCodePoints(line.length(), kept == most ? -1 : 0));
        return line.append('…').toString();
      }
      if (space) {
        line.append(' ');
        kept++;
        space = false;
      }
      line.appendCodePoint(isHalf(character) ? '\uFFFD' : character);
      kept++;
    }
    return line.toString();
  }

  private static boolean isSpace(int character) {
    return Character.isISOControl(character)
        || Character.isWhitespace(character)
        || Character.isSpaceChar(character);
  }

  private static boolean isHalf(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }
}
