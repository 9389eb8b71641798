package com.veetssuites.task;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/**
 * The number of a task: a UUID of version 7 (RFC 9562), so ids grow with time and cannot be
 * guessed.
 */
public record TaskId(UUID value) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int HEX_WITH_HYPHENS = 36;

  static TaskId next(long epochMillis) {
    long high = (epochMillis << 16) | 0x7000 | (RANDOM.nextLong() & 0xFFF);
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new TaskId(new UUID(high, low));
  }

  /** The id that a text stands for; empty when it is none. */
  public static Optional<TaskId> parse(String text) {
    if (text.length() != HEX_WITH_HYPHENS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TaskId(UUID.fromString(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
