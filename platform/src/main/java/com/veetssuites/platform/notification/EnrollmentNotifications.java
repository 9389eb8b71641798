package com.veetssuites.platform.notification;

import com.veetssuites.platform.enrollment.PaymentCompleted;
import com.veetssuites.platform.enrollment.StudentEnrolled;
import com.veetssuites.task.Tasks;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes to students about their enrollments. The mail is enqueued in the transaction of what it is
 * about: no enrollment, no mail.
 */
@Component
class EnrollmentNotifications {

  private final Tasks tasks;

  EnrollmentNotifications(Tasks tasks) {
    this.tasks = tasks;
  }

  @EventListener
  void on(StudentEnrolled enrolled) {
    String title = quoted(enrolled.courseTitle());
    String next =
        enrolled.paid()
            ? "Its sessions are in your courses now."
            : "Your place is kept until the payment of %s %s has been made."
                .formatted(enrolled.amount().toPlainString(), enrolled.currency());
    write(
        enrolled.studentEmail(),
        "enrollment:" + enrolled.enrollmentId(),
        "You are enrolled in " + title,
        "You have enrolled in %s.\n\n%s".formatted(title, next),
        MailTemplate.ENROLLMENT);
  }

  @EventListener
  void on(PaymentCompleted payment) {
    String title = quoted(payment.courseTitle());
    write(
        payment.studentEmail(),
        "payment:" + payment.enrollmentId(),
        "Your payment for " + title,
        "We have received %s %s for %s.\n\nIts sessions are in your courses now."
            .formatted(payment.amount().toPlainString(), payment.currency(), title),
        MailTemplate.PAYMENT);
  }

  private void write(
      String email, String key, String subject, String message, MailTemplate template) {
    tasks.enqueue(
        new SendNotificationEmail(email, subject, message, template.wireName()),
        options -> options.idempotencyKey(key));
  }

  private static String quoted(String title) {
    return "“" + OneLine.of(title, 200) + "”";
  }
}
