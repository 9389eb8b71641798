package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.account.Forbidden;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.course.Course;
import com.veetssuites.platform.course.CourseAccess;
import com.veetssuites.platform.course.CourseNotFound;
import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.Enrollments;
import com.veetssuites.platform.course.PaymentStatus;
import com.veetssuites.platform.web.Problem;
import com.veetssuites.platform.web.Version;
import io.micrometer.core.annotation.Timed;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Where students enroll, and where administrators settle what was paid by other means. */
@Service
class EnrollmentDesk {

  private static final int PAYMENT_ID_BYTES = 24;

  private final Enrollments enrollments;
  private final EnrollmentLedger ledger;
  private final CourseAccess access;
  private final TransactionOperations transactions;
  private final ApplicationEventPublisher events;
  private final SecureRandom random = new SecureRandom();

  EnrollmentDesk(
      Enrollments enrollments,
      EnrollmentLedger ledger,
      CourseAccess access,
      TransactionOperations transactions,
      ApplicationEventPublisher events) {
    this.enrollments = enrollments;
    this.ledger = ledger;
    this.access = access;
    this.transactions = transactions;
    this.events = events;
  }

  /**
   * An enrollment with its course, as it is after enrolling.
   *
   * @param created whether there was none before
   */
  record Enrolled(Enrollment enrollment, boolean created) {}

  /**
   * Enrolls the viewer: at once in a free course, otherwise once they have paid. Who is enrolled
   * already stays so; a failed payment gets another attempt.
   *
   * @throws CourseNotFound when the course is not in the catalogue
   * @throws OwnCourse when the viewer teaches it
   */
  @Timed
  Enrolled enroll(long courseId, Viewer viewer) {
    try {
      return transactions.execute(status -> {
        Course course = access.visible(courseId, viewer);
        if (course.instructor().id() == viewer.id()) {
          throw new OwnCourse();
        }
        if (!course.isPublished()) {
          throw new CourseNotFound(courseId);
        }
        boolean created = ledger.insert(viewer.id(), course, newPaymentId(course));
        Enrollment enrollment =
            enrollments
                .lock(viewer.id(), courseId)
                .orElseThrow(
                    () -> new CannotAcquireLockException("It was deleted while it was looked at"));
        if (created) {
          events.publishEvent(StudentEnrolled.in(enrollment));
        } else {
          renew(enrollment);
        }
        return new Enrolled(ledger.write(enrollment), created);
      });
    } catch (DataIntegrityViolationException e) {
      throw new CourseNotFound(courseId); // deleted between the look-up and the insert
    }
  }

  private void renew(Enrollment enrollment) {
    Course course = enrollment.course();
    if (enrollment.paymentStatus() != PaymentStatus.COMPLETED && course.isFree()) {
      enrollment.waive();
    } else if (enrollment.paymentStatus() == PaymentStatus.FAILED) {
      ledger.supersedePayment(enrollment);
      enrollment.payAgain(newPaymentId());
    }
  }

  /**
   * An enrollment with its course and student, for its student, the instructor of the course and
   * administrators.
   *
   * @throws EnrollmentNotFound otherwise
   */
  Enrollment visible(long id, Viewer viewer) {
    return enrollments
        .findWithAll(id)
        .filter(enrollment ->
            viewer.mayActFor(enrollment.student().id())
                || viewer.mayActFor(enrollment.course().instructor().id()))
        .orElseThrow(() -> new EnrollmentNotFound(id));
  }

  /**
   * Settles an enrollment by hand.
   *
   * @throws PaymentFinal when the payment may not become that (any more)
   */
  Enrollment settle(
      long id, Viewer viewer, @Nullable String ifMatch, UnaryOperator<Settlement> edit) {
    return transactions.execute(status -> {
      // Locked, so that neither it nor its course is deleted meanwhile.
      if (enrollments.lock(id).isEmpty()) {
        throw new EnrollmentNotFound(id);
      }
      Enrollment enrollment = visible(id, viewer);
      if (!viewer.isAdmin()) {
        throw new Forbidden("Only an administrator may settle a payment by hand.");
      }
      Version.check(ifMatch, enrollment.version());
      PaymentStatus outcome = edit.apply(Settlement.of(enrollment)).paymentStatus();
      if (outcome != enrollment.paymentStatus()) {
        if (!enrollment.paymentStatus().mayBecome(outcome)) {
          throw new PaymentFinal(enrollment.paymentStatus(), outcome);
        }
        enrollment.settle(outcome);
        if (outcome == PaymentStatus.COMPLETED) {
          events.publishEvent(PaymentCompleted.of(enrollment));
        }
      }
      return ledger.write(enrollment);
    });
  }

  private @Nullable String newPaymentId(Course course) {
    return course.isFree() ? null : newPaymentId();
  }

  private String newPaymentId() {
    byte[] bytes = new byte[PAYMENT_ID_BYTES];
    random.nextBytes(bytes);
    return "pay_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The viewer teaches this course. */
  static final class OwnCourse extends Problem {
    OwnCourse() {
      super(HttpStatus.CONFLICT, "This is your own course; you take part in it already.");
    }
  }

  /** The payment has come to an end that it cannot leave. */
  static final class PaymentFinal extends Problem {
    PaymentFinal(PaymentStatus current, PaymentStatus wanted) {
      super(
          HttpStatus.CONFLICT,
          "The payment is %s and cannot become %s: a pending payment can be completed or fail, a failed one can still be completed, a completed one is final."
              .formatted(current.value(), wanted.value()));
    }
  }
}
