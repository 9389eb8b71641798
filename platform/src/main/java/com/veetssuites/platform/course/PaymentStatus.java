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

  @JsonValue
  public String value() {
    return value;
  }
}
