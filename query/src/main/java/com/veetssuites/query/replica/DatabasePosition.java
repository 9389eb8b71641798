package com.veetssuites.query.replica;

import org.jspecify.annotations.Nullable;

/**
 * How much of the primary's log a client has to find replayed, as the client carries it: {@code
 * 00000000016b3748.1763888888}.
 *
 * @param lsn a place in the write-ahead log; {@link #UNKNOWN} after a write whose place is not
 *     known
 * @param second of the epoch at which the client wrote
 */
record DatabasePosition(long lsn, long second) {

  static final long UNKNOWN = Long.MAX_VALUE;

  private static final int DIGITS = 16;
  private static final int MOST_OF_SECOND = 11;

  /**
   * The position that prints as this text; null when none does. A client that makes one up only
   * harms itself: a low one shows it what everybody sees, a high one sends it to the primary.
   */
  static @Nullable DatabasePosition parse(@Nullable String text) {
    if (text == null
        || text.length() < DIGITS + 2
        || text.length() > DIGITS + 1 + MOST_OF_SECOND
        || text.charAt(DIGITS) != '.') {
      return null;
    }
    long lsn = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = "0123456789abcdef".indexOf(text.charAt(i));
      if (digit < 0 || i == 0 && digit > 7) {
        return null;
      }
      lsn = lsn << 4 | digit;
    }
    long second = 0;
    for (int i = DIGITS + 1; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      second = second * 10 + digit;
    }
    return new DatabasePosition(lsn, second);
  }

  @Override
  public String toString() {
    return "%016x.%d".formatted(lsn, second);
  }
}
