package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** There is no such enrollment, or not for this viewer. */
final class EnrollmentNotFound extends Problem {

  EnrollmentNotFound(long id) {
    super(HttpStatus.NOT_FOUND, "There is no enrollment " + id + ".");
  }
}
