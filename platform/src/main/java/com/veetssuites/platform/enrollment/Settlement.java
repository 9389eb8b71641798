package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.PaymentStatus;
import jakarta.validation.constraints.NotNull;

/**
 * What an administrator may change about an enrollment.
 *
 * @param paymentStatus completed or failed
 */
record Settlement(@NotNull PaymentStatus paymentStatus) {

  static Settlement of(Enrollment enrollment) {
    return new Settlement(enrollment.paymentStatus());
  }
}
