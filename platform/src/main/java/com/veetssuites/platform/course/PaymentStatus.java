package com.veetssuites.platform.course;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/** How far the payment of an enrollment has come. */
public enum PaymentStatus {
  PENDING("pending"),
  /** Paid, or free: the student takes part. */
  COMPLETED("completed"),
  FAILED("failed");

  @EnumeratedValue private final String value;

  PaymentStatus(String value) {
    this.value = value;
  }

  /**
   * Whether a payment that is here may go there: a pending one anywhere, a failed one to completed
   * (success may be reported late), a completed one nowhere.
   */
  public boolean mayBecome(PaymentStatus next) {
    return switch (this) {
      case PENDING -> next != PENDING;
      case FAILED -> next == COMPLETED;
      case COMPLETED -> false;
    };
  }

  @JsonValue
  public String value() {
    return value;
  }
}
