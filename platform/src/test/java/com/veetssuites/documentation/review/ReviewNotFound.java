package com.veetssuites.documentation.review;

import com.veetssuites.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** There is no such review. */
final class ReviewNotFound extends Problem {
  ReviewNotFound() {
    super(HttpStatus.NOT_FOUND, "There is no review with this id.");
  }
}
