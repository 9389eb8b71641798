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
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A student's place in a course: at most one a student and course. */
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

  @Column(nullable = false, updatable = false)
  private Instant enrolledAt;

  @Version private long version;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Enrollment() {}

  public Enrollment(
      User student,
      Course course,
      PaymentStatus paymentStatus,
      @Nullable String paymentId,
      Instant now) {
    this.student = student;
    this.course = course;
    this.paymentStatus = paymentStatus;
    this.paymentId = paymentId;
    this.enrolledAt = now;
  }

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

  public Instant enrolledAt() {
    return enrolledAt;
  }

  public long version() {
    return version;
  }

  /** The payment has been made, or has failed. */
  public void settle(PaymentStatus outcome) {
    paymentStatus = outcome;
  }
}
