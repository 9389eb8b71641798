package com.veetssuites.platform.account;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/** What a user may do. */
public enum Role {
  STUDENT("student"),
  INSTRUCTOR("instructor"),
  ADMIN("admin");

  @EnumeratedValue private final String value;

  Role(String value) {
    this.value = value;
  }

  /** The role as the database and the API write it. */
  @JsonValue
  public String value() {
    return value;
  }
}
