package com.veetssuites.platform.web;

import org.springframework.http.HttpStatus;

/** The resource has changed since the client read it. */
public final class VersionConflict extends Problem {

  public VersionConflict() {
    super(
        HttpStatus.PRECONDITION_FAILED,
        "The resource has changed since you read it. Read it again, and send the ETag of that answer in If-Match.");
  }
}
