package com.veetssuites.platform.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BindingResult;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns every failure of a request into a problem detail (RFC 9457), in one place. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemHandler extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(Problem problem) {
    return ResponseEntity.status(problem.status())
        .headers(problem.headers())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.toProblemDetail());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(ConstraintViolationException invalid) {
    return handle(
        new InvalidRequest(
            invalid.getConstraintViolations().stream()
                .map(ProblemHandler::toFieldError)
                .sorted(Comparator.comparing(Problem.FieldError::field))
                .toList()));
  }

  /** Of a merge patch: a body that Spring MVC binds is explained below. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(JacksonException json) {
    return handle(UnreadableJson.explain(json));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(OptimisticLockingFailureException conflict) {
    return handle(new VersionConflict());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(PessimisticLockingFailureException conflict) {
    return answer(
        HttpStatus.CONFLICT,
        "ConcurrentChange",
        "Somebody changed the same thing at the same moment, and nothing of yours was done. Send the request again.");
  }

  @ExceptionHandler({
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class,
    QueryTimeoutException.class
  })
  ResponseEntity<ProblemDetail> unavailable(Exception failure) {
    LOG.error("The database does not answer: {}", rootMessage(failure));
    return handle(new DatabaseUnavailable());
  }

  /** Security exceptions belong to the security filters, which know how to challenge the client. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  void leaveToSecurity(RuntimeException denied) {
    throw denied;
  }

  @ExceptionHandler
  @Nullable ResponseEntity<ProblemDetail> unexpected(
      Exception failure, HttpServletResponse response) {
    if (response.isCommitted()) {
      return null; // the client went away, or a download broke off: there is nobody to tell
    }
    LOG.error("A request failed unexpectedly", failure);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "InternalError",
        "The request failed for a reason that is not yours. It has been logged.");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return toObject(handle(new InvalidRequest(fieldErrors(invalid.getBindingResult()))));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<Problem.FieldError> errors =
        invalid.getParameterValidationResults().stream()
            .flatMap(result ->
                result.getResolvableErrors().stream()
                    .map(error ->
                        new Problem.FieldError(
                            error instanceof org.springframework.validation.FieldError field
                                ? snakeCase(field.getField())
                                : snakeCase(
                                    Objects.requireNonNullElse(
                                        result.getMethodParameter().getParameterName(),
                                        "parameter")),
                            Objects.requireNonNullElse(error.getDefaultMessage(), "is invalid"))))
            .toList();
    return toObject(handle(new InvalidRequest(errors)));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Throwable cause = unreadable.getCause();
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof Problem problem) {
        return toObject(handle(problem));
      }
    }
    if (cause instanceof JacksonException json) {
      return toObject(handle(UnreadableJson.explain(json)));
    }
    return toObject(
        handle(
            new InvalidRequest(
                "The request needs a body, in JSON and complete; this one could not be read.")));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(
      MaxUploadSizeExceededException tooLarge,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return toObject(handle(new BodyTooLarge("A file may have 10 MB at most.")));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(MultipartException malformed) {
    return handle(
        new InvalidRequest(
            "The request must be a complete multipart/form-data body; this one could not be read."));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException mismatch,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String name =
        mismatch instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : Objects.requireNonNullElse(mismatch.getPropertyName(), "parameter");
    return toObject(
        handle(
            new InvalidRequest(
                snakeCase(name),
                "must be " + UnreadableJson.describe(mismatch.getRequiredType()))));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException unsupported,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ResponseEntity<ProblemDetail> answer =
        answer(
            HttpStatus.METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            "%s is not possible here; possible are %s."
                .formatted(
                    unsupported.getMethod(),
                    String.join(", ", headers.getOrEmpty(HttpHeaders.ALLOW))));
    return ResponseEntity.status(answer.getStatusCode())
        .headers(headers)
        .headers(answer.getHeaders())
        .body(answer.getBody());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException unsupported,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String accepted =
        unsupported.getSupportedMediaTypes().stream()
            .map(MediaType::toString)
            .filter(type -> !type.contains("*"))
            .distinct()
            .collect(Collectors.joining(", "));
    return toObject(
        answer(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            "Content-Type %s is not understood here%s."
                .formatted(
                    unsupported.getContentType(), accepted.isEmpty() ? "" : "; send " + accepted)));
  }

  /** All other exceptions of Spring MVC carry their own status and detail; they get our shape. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode statusCode,
      WebRequest request) {
    HttpStatus status =
        Objects.requireNonNullElse(
            HttpStatus.resolve(statusCode.value()), HttpStatus.INTERNAL_SERVER_ERROR);
    if (status.is5xxServerError()) {
      LOG.error("A request failed unexpectedly", failure);
      return toObject(
          answer(
              status,
              "InternalError",
              "The request failed for a reason that is not yours. It has been logged."));
    }
    String detail =
        status == HttpStatus.NOT_FOUND
            ? "There is nothing at this path."
            : body instanceof ProblemDetail problem && problem.getDetail() != null
                ? problem.getDetail()
                : status.getReasonPhrase();
    String name = status.getReasonPhrase().replaceAll("[^A-Za-z]", "");
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.detail(status, name, detail, List.of()));
  }

  private static List<Problem.FieldError> fieldErrors(BindingResult result) {
    return result.getFieldErrors().stream()
        .map(error ->
            new Problem.FieldError(
                snakeCase(error.getField()),
                Objects.requireNonNullElse(error.getDefaultMessage(), "is invalid")))
        .sorted(Comparator.comparing(Problem.FieldError::field))
        .toList();
  }

  private static Problem.FieldError toFieldError(ConstraintViolation<?> violation) {
    return new Problem.FieldError(
        snakeCase(violation.getPropertyPath().toString()), violation.getMessage());
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static ResponseEntity<ProblemDetail> answer(
      HttpStatus status, String name, String detail) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.detail(status, name, detail, List.of()));
  }

  private static ResponseEntity<Object> toObject(ResponseEntity<ProblemDetail> response) {
    return ResponseEntity.status(response.getStatusCode())
        .headers(response.getHeaders())
        .body(response.getBody());
  }
}
