package com.veetssuites.platform.upkeep;

import com.veetssuites.cache.WarmReport;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a warm-up has done.
 *
 * @param warmed things, of all parts
 * @param failed things that could not be warmed; the parts say why
 */
@JsonNaming(SnakeCaseStrategy.class)
record WarmedCache(long warmed, long failed, long millis, List<Part> parts) {

  private static final int MOST_REASONS = 20;

  /**
   * One warmer.
   *
   * @param reasons of the first failures
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Part(
      String warmer, long warmed, long failed, long total, List<String> reasons, long millis) {}

  static WarmedCache of(WarmReport report) {
    return new WarmedCache(
        report.done(),
        report.failed(),
        report.took().toMillis(),
        report.parts().stream()
            .map(part ->
                new Part(
                    part.warmer(),
                    part.done(),
                    part.failed(),
                    part.total(),
                    part.reasons().stream().limit(MOST_REASONS).map(WarmedCache::bounded).toList(),
                    part.took().toMillis()))
            .toList());
  }

  private static String bounded(String reason) {
    return reason.substring(0, Math.min(200, reason.length()));
  }
}
