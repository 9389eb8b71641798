package com.veetssuites.platform.course;

import com.veetssuites.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** There is no such course, or not for this viewer. */
public final class CourseNotFound extends Problem {

  public CourseNotFound(long id) {
    super(HttpStatus.NOT_FOUND, "There is no course " + id + ".");
  }
}
