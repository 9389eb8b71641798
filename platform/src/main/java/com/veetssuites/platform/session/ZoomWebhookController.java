package com.veetssuites.platform.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.web.InvalidRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where Zoom reports what has happened to our meetings. */
@RestController
@Tag(name = "sessions")
class ZoomWebhookController {

  private static final Logger LOG = LoggerFactory.getLogger(ZoomWebhookController.class);

  /** Zoom adds fields as it likes, so its events are read more leniently than our own requests. */
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ZoomSignature signatures;
  private final ZoomEvents events;

  ZoomWebhookController(ZoomSignature signatures, ZoomEvents events) {
    this.signatures = signatures;
    this.events = events;
  }

  /** The answer to Zoom's question whether we know the secret. */
  record UrlValidation(
      @JsonProperty("plainToken") String plainToken,
      @JsonProperty("encryptedToken") String encryptedToken) {}

  @PostMapping(path = "/api/zoom/webhook", consumes = MediaType.APPLICATION_JSON_VALUE)
  @SecurityRequirements
  @Operation(summary = "For Zoom: report an event, signed")
  ResponseEntity<UrlValidation> receive(
      @RequestBody byte[] body,
      @RequestHeader(name = "x-zm-request-timestamp", required = false) @Nullable String timestamp,
      @RequestHeader(name = "x-zm-signature", required = false) @Nullable String signature) {
    signatures.check(body, timestamp, signature);
    JsonNode event = parse(body);
    String type = event.path("event").asString("");
    switch (type) {
      case "endpoint.url_validation" -> {
        String token = event.path("payload").path("plainToken").asString("");
        return ResponseEntity.ok(new UrlValidation(token, signatures.answer(token)));
      }
      // Zoom signs anew when it sends an event again, so only the body tells that it is the same.
      case "recording.completed" ->
          events.recordingCompleted(HexFormat.of().formatHex(Sha256.of(body)), event);
      default -> LOG.debug("An event of Zoom is ignored: {}", type);
    }
    return ResponseEntity.ok().build();
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new InvalidRequest("The body is not valid JSON.");
    }
  }
}
