package com.veetssuites.platform.analytics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A report on a period.
 *
 * @param dateFrom the first day, in UTC
 * @param dateTo the last day, included
 */
record Report(
    ReportType reportType,
    LocalDate dateFrom,
    LocalDate dateTo,
    Instant generatedAt,
    Content content) {

  /** What a report says. */
  @Schema(
      name = "ReportContent",
      oneOf = {
        UserEngagement.class,
        CoursePerformance.class,
        EnrollmentFunnel.class,
        RecordingUsage.class
      })
  sealed interface Content
      permits UserEngagement, CoursePerformance, EnrollmentFunnel, RecordingUsage {}

  /** A part of a whole, 0 to 1 with four digits; null of nothing. */
  static @Nullable Double rate(long part, long whole) {
    return whole == 0 ? null : Math.round(part * 10_000.0 / whole) / 10_000.0;
  }
}
