package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.PaymentStatus;
import java.time.Instant;

/** An enrollment as the instructor of its course sees it. */
record CourseEnrollment(long id, Student student, PaymentStatus paymentStatus, Instant enrolledAt) {

  /** The enrollment, whose student is loaded. */
  static CourseEnrollment of(Enrollment enrollment) {
    return new CourseEnrollment(
        enrollment.id(),
        Student.of(enrollment.student()),
        enrollment.paymentStatus(),
        enrollment.enrolledAt());
  }
}
