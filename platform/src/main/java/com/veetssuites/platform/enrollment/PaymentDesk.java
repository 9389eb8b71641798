package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.Enrollments;
import com.veetssuites.platform.course.PaymentStatus;
import com.veetssuites.platform.web.Problem;
import com.veetssuites.platform.web.WebhookEvents;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Where the payment provider reports how payments ended. */
@Service
class PaymentDesk {

  private final Enrollments enrollments;
  private final EnrollmentLedger ledger;
  private final WebhookEvents received;
  private final TransactionOperations transactions;
  private final ApplicationEventPublisher events;

  PaymentDesk(
      Enrollments enrollments,
      EnrollmentLedger ledger,
      WebhookEvents received,
      TransactionOperations transactions,
      ApplicationEventPublisher events) {
    this.enrollments = enrollments;
    this.ledger = ledger;
    this.received = received;
    this.transactions = transactions;
    this.events = events;
  }

  /**
   * Takes in what the payment provider reports. Success always counts, also for an attempt that
   * another one has replaced; failure counts only for the attempt that is pending. What does not
   * count changes nothing, so reports may come twice, late and in any order.
   *
   * @param event identifies the report, so that a replay of it is recognised
   * @throws PaymentNotFound when nobody was asked for this payment
   */
  Reported report(String event, String payment, PaymentStatus outcome) {
    return transactions.execute(status -> {
      boolean first = received.takeIn("payment", event);
      Optional<Long> current = ledger.enrollmentOfPayment(payment);
      boolean superseded = current.isEmpty();
      Enrollment enrollment =
          current
              .or(() -> ledger.enrollmentOfSupersededPayment(payment))
              .flatMap(enrollments::lock)
              .orElseThrow(PaymentNotFound::new);
      // Between the look-up and the lock the attempt may have been replaced.
      superseded |= !payment.equals(enrollment.paymentId());
      boolean counts =
          first
              && enrollment.paymentStatus().mayBecome(outcome)
              && (outcome == PaymentStatus.COMPLETED || !superseded);
      if (counts) {
        enrollment.settle(outcome);
        enrollments.save(enrollment);
        if (outcome == PaymentStatus.COMPLETED) {
          events.publishEvent(PaymentCompleted.of(enrollment));
        }
      }
      return new Reported(payment, enrollment.paymentStatus(), counts);
    });
  }

  /** Nobody was asked for this payment. */
  static final class PaymentNotFound extends Problem {
    PaymentNotFound() {
      super(HttpStatus.NOT_FOUND, "There is no enrollment with this payment_id.");
    }
  }
}
