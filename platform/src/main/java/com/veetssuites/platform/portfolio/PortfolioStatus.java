package com.veetssuites.platform.portfolio;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/** How far a document has come. */
enum PortfolioStatus {
  /** It is stored, and nobody has read it. */
  UPLOADED("uploaded"),
  PROCESSING("processing"),
  /** Its content has been parsed. */
  PROCESSED("processed"),
  /** It could not be parsed. */
  FAILED("failed");

  @EnumeratedValue private final String value;

  PortfolioStatus(String value) {
    this.value = value;
  }

  @JsonValue
  String value() {
    return value;
  }
}
