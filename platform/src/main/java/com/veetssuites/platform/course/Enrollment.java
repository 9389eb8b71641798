package com.veetssuites.platform.course;

import com.veetssuites.platform.account.User;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A student's place in a course: at most one a student and course. New ones are inserted by SQL,
 * which decides between two that come at once.
 */
@Entity
@Table(name = "enrollments")
@DynamicUpdate
public class Enrollment {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  private User student;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  private Course course;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private PaymentStatus paymentStatus;

  private @Nullable String paymentId;

  private @Nullable BigDecimal amount;
  private @Nullable String currency;

  @Column(nullable = false, updatable = false)
  private Instant enrolledAt;

  @Version private long version;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Enrollment() {}

  public long id() {
    return id;
  }

  public User student() {
    return student;
  }

  public Course course() {
    return course;
  }

  public PaymentStatus paymentStatus() {
    return paymentStatus;
  }

  /** What the payment provider knows the payment as; none for free courses. */
  public @Nullable String paymentId() {
    return paymentId;
  }

  /** What the student was asked to pay. */
  public BigDecimal amount() {
    return amount == null ? course.price() : amount;
  }

  /** The currency of the amount, ISO 4217. */
  public String currency() {
    return Objects.requireNonNullElse(currency, course.currency());
  }

  public Instant enrolledAt() {
    return enrolledAt;
  }

  public long version() {
    return version;
  }

  /**
   * The payment has been made, or has failed.
   *
   * @throws IllegalStateException when the payment may not become that (any more)
   */
  public void settle(PaymentStatus outcome) {
    if (!paymentStatus.mayBecome(outcome)) {
      throw new IllegalStateException(paymentStatus + " cannot become " + outcome);
    }
    paymentStatus = outcome;
  }

  /** Another attempt at a failed payment, for what the course costs now. */
  public void payAgain(String payment) {
    if (paymentStatus != PaymentStatus.FAILED) {
      throw new IllegalStateException("The payment is " + paymentStatus);
    }
    paymentStatus = PaymentStatus.PENDING;
    paymentId = payment;
    amount = course.price();
    currency = course.currency();
  }

  /** The course costs nothing any more, so neither does a place that has not been paid. */
  public void waive() {
    settle(PaymentStatus.COMPLETED);
    amount = BigDecimal.ZERO.setScale(2);
    currency = course.currency();
  }
}
