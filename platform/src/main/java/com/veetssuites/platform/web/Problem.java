package com.veetssuites.platform.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * A request that cannot be answered as asked: a named fact, told to the client as a problem detail
 * (RFC 9457).
 *
 * <p>The type of the problem is derived from the name of the subclass: {@code CourseNotFound}
 * becomes {@code urn:veetssuites:problem:course-not-found}. The detail says what was wrong and what
 * would be right; it never holds what the client must not know.
 */
public abstract class Problem extends RuntimeException {

  private final HttpStatus status;
  private final List<FieldError> errors;
  private final HttpHeaders headers = new HttpHeaders();

  protected Problem(HttpStatus status, String detail) {
    this(status, detail, List.of());
  }

  protected Problem(HttpStatus status, String detail, List<FieldError> errors) {
    super(detail);
    this.status = status;
    this.errors = List.copyOf(errors);
  }

  /** One field of the request and what is wrong with it; the field is named as in the request. */
  public record FieldError(String field, String message) {}

  public HttpStatus status() {
    return status;
  }

  /** Headers of the answer, such as {@code Retry-After}. */
  public HttpHeaders headers() {
    return headers;
  }

  ProblemDetail toProblemDetail() {
    return detail(status, getClass().getSimpleName(), Objects.requireNonNull(getMessage()), errors);
  }

  /**
   * The one shape of every error: type, title, status, detail, and the fields when there are any.
   */
  static ProblemDetail detail(
      HttpStatus status, String name, String detail, List<FieldError> errors) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    problem.setType(
        URI.create("urn:veetssuites:problem:" + words.replace(' ', '-').toLowerCase(Locale.ROOT)));
    problem.setTitle(words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT));
    if (!errors.isEmpty()) {
      problem.setProperty("errors", errors);
    }
    return problem;
  }
}
