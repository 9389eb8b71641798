package com.veetssuites.platform.analytics;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What sold.
 *
 * @param enrollments begun in the period
 * @param completed those of them that are paid or free
 * @param conversion completed of enrollments, 0 to 1; null without any
 * @param courses the best by completed enrollments, at most 50
 */
record CoursePerformance(
    long enrollments,
    long completed,
    @Nullable Double conversion,
    List<Revenue> revenue,
    List<CourseResult> courses)
    implements Report.Content {

  /** What was earned in one currency, a decimal string. */
  record Revenue(
      String currency,
      long completed,
      @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount) {}

  /** The results of one course. */
  record CourseResult(
      long course,
      String title,
      long instructor,
      long enrollments,
      long completed,
      long pending,
      long failed,
      @Nullable Double conversion,
      List<Revenue> revenue) {}
}
