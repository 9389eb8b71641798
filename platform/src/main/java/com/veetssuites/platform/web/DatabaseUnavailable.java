package com.veetssuites.platform.web;

import org.springframework.http.HttpStatus;

/** The database does not answer at the moment. */
final class DatabaseUnavailable extends Problem {
  DatabaseUnavailable() {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The database does not answer at the moment. Try again shortly.");
  }
}
