package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.course.Enrollment;
import java.math.BigDecimal;

/**
 * The payment of an enrollment has been made. Published in the transaction that notes it, once an
 * enrollment: a completed payment is final.
 *
 * @param amount what was paid
 * @param currency of the amount, ISO 4217
 */
public record PaymentCompleted(
    long enrollmentId,
    String studentEmail,
    String courseTitle,
    BigDecimal amount,
    String currency) {

  static PaymentCompleted of(Enrollment enrollment) {
    return new PaymentCompleted(
        enrollment.id(),
        enrollment.student().email(),
        enrollment.course().title(),
        enrollment.amount(),
        enrollment.currency());
  }
}
