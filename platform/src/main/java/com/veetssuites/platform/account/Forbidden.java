package com.veetssuites.platform.account;

import com.veetssuites.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** The viewer is known, and may not do this. */
public final class Forbidden extends Problem {

  public Forbidden() {
    this("You may not do this.");
  }

  /** With who may do it instead. */
  public Forbidden(String detail) {
    super(HttpStatus.FORBIDDEN, detail);
  }
}
