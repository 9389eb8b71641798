package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.course.PaymentStatus;
import com.veetssuites.platform.web.InvalidRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Where the payment provider reports how payments ended. */
@RestController
@RequestMapping("/api/payments/callback")
@Tag(name = "payments")
class PaymentCallbackController {

  private final PaymentDesk desk;
  private final PaymentSignature signature;
  private final JsonMapper json;
  private final Validator validator;

  PaymentCallbackController(
      PaymentDesk desk, PaymentSignature signature, JsonMapper json, Validator validator) {
    this.desk = desk;
    this.signature = signature;
    this.json = json;
    this.validator = validator;
  }

  /**
   * How a payment ended.
   *
   * @param paymentId of the enrollment
   * @param status completed or failed
   */
  record PaymentReport(
      @NotBlank @Size(max = 100) String paymentId, @NotNull PaymentStatus status) {}

  @PostMapping
  @SecurityRequirements
  @Operation(
      summary = "Report the end of a payment (the payment provider)",
      description =
          "Reports may be repeated and may come in any order. A completed payment stays completed: a failure that is"
              + " reported after it is answered with 200 and applied=false.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = PaymentReport.class))))
  Reported report(
      // The signature covers the bytes as they came, so they are read as bytes and parsed when they
      // are genuine.
      @RequestBody(required = false) byte @Nullable [] body,
      @Parameter(
              in = ParameterIn.HEADER,
              description = "t=<unix seconds>,v1=<hex HMAC-SHA256(secret, \"<t>.<raw body>\")>")
          @RequestHeader(name = PaymentSignature.HEADER, required = false)
          @Nullable String header) {
    byte[] received = body == null ? new byte[0] : body;
    String event = signature.check(header, received);
    PaymentReport report = json.readValue(received, PaymentReport.class);
    if (report == null) {
      throw new InvalidRequest("The body must be one JSON object with payment_id and status.");
    }
    var violations = validator.validate(report);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    if (report.status() == PaymentStatus.PENDING) {
      throw new InvalidRequest("status", "must be completed or failed");
    }
    return desk.report(event, report.paymentId(), report.status());
  }
}
