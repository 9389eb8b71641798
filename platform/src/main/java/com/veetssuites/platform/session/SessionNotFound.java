package com.veetssuites.platform.session;

import com.veetssuites.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** There is no such session, or its course is a draft that this viewer cannot see. */
final class SessionNotFound extends Problem {

  SessionNotFound(long id) {
    super(HttpStatus.NOT_FOUND, "There is no session " + id + ".");
  }
}
