package com.veetssuites.cache;

import java.time.Duration;
import java.util.List;

/**
 * What a warm-up has done.
 *
 * @param parts one a warmer
 * @param took from the first to the end of the last, and until the second level had it all
 */
public record WarmReport(List<Part> parts, Duration took) {

  public WarmReport {
    parts = List.copyOf(parts);
  }

  /** Things that were warmed. */
  public long done() {
    return parts.stream().mapToLong(Part::done).sum();
  }

  /** Things that could not be. */
  public long failed() {
    return parts.stream().mapToLong(Part::failed).sum();
  }

  /**
   * What one warmer has done.
   *
   * @param warmer its name
   * @param done things that were warmed
   * @param failed things that could not be
   * @param total things there are, as far as is known
   * @param reasons why some could not be; of the first thousand
   * @param took so long
   */
  public record Part(
      String warmer, long done, long failed, long total, List<String> reasons, Duration took) {}
}
