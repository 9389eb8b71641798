package com.veetssuites.cache;

import org.jspecify.annotations.Nullable;

/**
 * A place in the invalidation log. Positions of one epoch are ordered by their number; nothing of
 * an earlier epoch is worth anything in a later one.
 *
 * @param epoch the life of the log, a random number; a log that has lost its memory begins a new
 *     one
 * @param seq how many invalidations had been appended in this epoch
 */
public record Position(long epoch, long seq) {

  /** Before any log: the position of a node that has read nothing yet. */
  public static final Position NONE = new Position(0, 0);

  /** After an invalidation that no log has taken yet: a node that hears of it has to ask around. */
  static final Position UNPUBLISHED = new Position(-1, 0);

  /** The position that prints as this text, or null when none does. */
  public static @Nullable Position parse(String text) {
    int dot = text.indexOf('.');
    if (dot != 16 || text.length() > 36) {
      return null;
    }
    try {
      return new Position(
          Long.parseUnsignedLong(text, 0, dot, 16),
          Long.parseLong(text, dot + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether exactly one invalidation lies between the other and this. */
  boolean follows(Position other) {
    return epoch == other.epoch && seq == other.seq + 1;
  }

  /** Such as {@code 00c0ffee00c0ffee.42}: fit for a header or a cookie. */
  @Override
  public String toString() {
    return "%016x.%d".formatted(epoch, seq);
  }
}
