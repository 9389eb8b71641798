package com.veetssuites.monitor.benchmark;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One round trip that can be done again and again.
 *
 * @param name as it is shown: {@code database}, {@code cache l1 read}
 * @param obstacle a sentence that says why it cannot be done now, or null; asked before the first
 */
public record Step(String name, Supplier<@Nullable String> obstacle, Round round) {

  /** Does it once. */
  @FunctionalInterface
  public interface Round {

    /** Returns how long it took in nanoseconds, without what had to be prepared for it. */
    long time() throws Exception;
  }

  /** What can be timed of one part of the application. */
  @FunctionalInterface
  public interface Source {

    /** In the order in which they are done. */
    List<Step> steps();
  }

  /** A step that can always be done. */
  static Step of(String name, Round round) {
    return new Step(name, () -> null, round);
  }
}
