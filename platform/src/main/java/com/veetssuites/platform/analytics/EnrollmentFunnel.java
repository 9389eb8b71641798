package com.veetssuites.platform.analytics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far enrollments that were begun in the period have come by now.
 *
 * @param completionRate completed of all, 0 to 1; null without any
 * @param failureRate failed of all
 * @param paid the same of those that cost something
 */
record EnrollmentFunnel(
    long enrollments,
    long pending,
    long completed,
    long failed,
    @Nullable Double completionRate,
    @Nullable Double failureRate,
    Paid paid,
    List<Day> days)
    implements Report.Content {

  /** Enrollments with something to pay. */
  record Paid(
      long enrollments,
      long pending,
      long completed,
      long failed,
      @Nullable Double completionRate,
      @Nullable Double failureRate) {}

  /** Enrollments begun on one day; every day of the period has one. */
  @Schema(name = "FunnelDay")
  record Day(LocalDate date, long enrollments, long pending, long completed, long failed) {}
}
