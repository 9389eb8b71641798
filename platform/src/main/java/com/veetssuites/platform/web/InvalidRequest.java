package com.veetssuites.platform.web;

import java.util.List;
import org.springframework.http.HttpStatus;

/** The request is malformed: a field, a parameter or a header has a value that it cannot have. */
public final class InvalidRequest extends Problem {

  public InvalidRequest(String detail) {
    super(HttpStatus.BAD_REQUEST, detail);
  }

  /** One field is wrong. */
  public InvalidRequest(String field, String message) {
    super(
        HttpStatus.BAD_REQUEST,
        "The request is invalid: " + field + " " + message + ".",
        List.of(new FieldError(field, message)));
  }

  /** Several fields are wrong. */
  public InvalidRequest(List<FieldError> errors) {
    super(
        HttpStatus.BAD_REQUEST,
        errors.size() == 1
            ? "The request is invalid: %s %s."
                .formatted(errors.getFirst().field(), errors.getFirst().message())
            : "The request is invalid in %d fields.".formatted(errors.size()),
        errors);
  }
}
