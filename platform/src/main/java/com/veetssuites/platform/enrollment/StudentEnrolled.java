package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.PaymentStatus;
import java.math.BigDecimal;

/**
 * A student has enrolled in a course. Published in the transaction that enrolls them.
 *
 * @param paid whether they take part, as there is nothing (left) to pay
 * @param amount what they are asked to pay
 * @param currency of the amount, ISO 4217
 */
public record StudentEnrolled(
    long enrollmentId,
    String studentEmail,
    String courseTitle,
    boolean paid,
    BigDecimal amount,
    String currency) {

  static StudentEnrolled in(Enrollment enrollment) {
    return new StudentEnrolled(
        enrollment.id(),
        enrollment.student().email(),
        enrollment.course().title(),
        enrollment.paymentStatus() == PaymentStatus.COMPLETED,
        enrollment.amount(),
        enrollment.currency());
  }
}
