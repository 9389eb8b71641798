package com.veetssuites.platform.enrollment;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.course.Course;
import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.PaymentStatus;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The statements of enrolling and paying that must not fail when two come at once. */
@Repository
class EnrollmentLedger {

  private final JdbcClient jdbc;
  private final EntityManager entityManager;
  private final Clock clock;

  EnrollmentLedger(JdbcClient jdbc, EntityManager entityManager, Clock clock) {
    this.jdbc = jdbc;
    this.entityManager = entityManager;
    this.clock = clock;
  }

  /**
   * Enrolls a student unless they are; when two do it at once, the second waits for the first.
   *
   * @param payment null when there is nothing to pay
   * @return whether they were not
   */
  boolean insert(long student, Course course, @Nullable String payment) {
    return jdbc.sql(
                """
                INSERT INTO enrollments (student_id, course_id, payment_status, payment_id, amount, currency, enrolled_at)
                VALUES (:student, :course, :status, :payment, :amount, :currency, :now)
                ON CONFLICT (student_id, course_id) DO NOTHING
                """)
            .param("student", student)
            .param("course", course.id())
            .param(
                "status",
                (course.isFree() ? PaymentStatus.COMPLETED : PaymentStatus.PENDING).value())
            .param("payment", payment)
            .param("amount", course.price())
            .param("currency", course.currency())
            .param("now", now())
            .update()
        == 1;
  }

  /** Writes the enrollment, and returns it in its course as the database has counted it. */
  Enrollment write(Enrollment enrollment) {
    entityManager.flush();
    entityManager.refresh(enrollment.course());
    return enrollment;
  }

  /** Remembers the failed payment of an enrollment that is about to get another attempt. */
  void supersedePayment(Enrollment enrollment) {
    if (enrollment.paymentId() != null) {
      jdbc.sql(
              """
              INSERT INTO superseded_payments (payment_id, enrollment_id, superseded_at)
              VALUES (:payment, :enrollment, :now)
              """)
          .param("payment", enrollment.paymentId())
          .param("enrollment", enrollment.id())
          .param("now", now())
          .update();
    }
  }

  /** The enrollment that a payment is for. */
  Optional<Long> enrollmentOfPayment(String payment) {
    return jdbc.sql("SELECT id FROM enrollments WHERE payment_id = :payment")
        .param("payment", payment)
        .query(Long.class)
        .optional();
  }

  /** The enrollment that a replaced payment was for. */
  Optional<Long> enrollmentOfSupersededPayment(String payment) {
    return jdbc.sql("SELECT enrollment_id FROM superseded_payments WHERE payment_id = :payment")
        .param("payment", payment)
        .query(Long.class)
        .optional();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(UTC);
  }
}
