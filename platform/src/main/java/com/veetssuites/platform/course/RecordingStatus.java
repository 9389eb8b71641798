package com.veetssuites.platform.course;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/** How far the recording of a session has come. */
public enum RecordingStatus {
  /** There is none. */
  NONE("none"),
  /** Zoom has it. */
  PENDING("pending"),
  /** It is being copied to the file store. */
  PROCESSING("processing"),
  /** It can be watched. */
  AVAILABLE("available"),
  /** It could not be copied. */
  FAILED("failed");

  @EnumeratedValue private final String value;

  RecordingStatus(String value) {
    this.value = value;
  }

  @JsonValue
  public String value() {
    return value;
  }
}
