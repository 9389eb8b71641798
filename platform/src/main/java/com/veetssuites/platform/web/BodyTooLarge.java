package com.veetssuites.platform.web;

import org.springframework.http.HttpStatus;

/** The body of a request is larger than the endpoint takes. */
public final class BodyTooLarge extends Problem {

  public BodyTooLarge(String detail) {
    super(HttpStatus.CONTENT_TOO_LARGE, detail);
  }
}
