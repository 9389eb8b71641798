package com.veetssuites.platform.enrollment;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.veetssuites.platform.course.CourseSummary;
import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.PaymentStatus;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment as its student sees it.
 *
 * @param paymentId what to pay under at the payment provider; null when there is nothing to pay,
 *     and for the instructor of the course
 * @param amount what there was or is to pay, a decimal string
 */
record EnrollmentSummary(
    long id,
    CourseSummary course,
    PaymentStatus paymentStatus,
    @Nullable String paymentId,
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
    String currency,
    Instant enrolledAt) {

  /** The summary of an enrollment whose course and instructor are loaded. */
  static EnrollmentSummary of(Enrollment enrollment) {
    return new EnrollmentSummary(
        enrollment.id(),
        CourseSummary.of(enrollment.course()),
        enrollment.paymentStatus(),
        enrollment.paymentId(),
        enrollment.amount(),
        enrollment.currency(),
        enrollment.enrolledAt());
  }

  EnrollmentSummary withoutPaymentId() {
    return new EnrollmentSummary(id, course, paymentStatus, null, amount, currency, enrolledAt);
  }
}
