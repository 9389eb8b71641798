package com.veetssuites.platform.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.web.Problem;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The signature of Zoom's webhooks: {@code v0=} and the HMAC-SHA256, in hex, of {@code
 * v0:<timestamp>:<body>} (Zoom's developer documentation, "Verify webhook events").
 */
@Component
class ZoomSignature {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final byte[] secret;
  private final Clock clock;

  ZoomSignature(ZoomProperties properties, Clock clock) {
    secret = properties.webhookSecret().getBytes(UTF_8);
    this.clock = clock;
  }

  /**
   * Checks that the body was sent by Zoom within the last minutes.
   *
   * @throws WebhookNotConfigured when nobody has said what Zoom signs with
   * @throws WebhookRefused when it was not
   */
  void check(byte[] body, @Nullable String timestamp, @Nullable String signature) {
    if (secret.length == 0) {
      throw new WebhookNotConfigured();
    }
    if (timestamp == null || signature == null || !timestamp.matches("[0-9]{1,11}")) {
      throw new WebhookRefused();
    }
    String expected = "v0=" + hmac(("v0:" + timestamp + ":").getBytes(UTF_8), body);
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant()).abs();
    if (!MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8))
        || age.compareTo(TOLERANCE) > 0) {
      throw new WebhookRefused();
    }
  }

  /** The token that proves to Zoom that we know the secret too. */
  String answer(String plainToken) {
    return hmac(plainToken.getBytes(UTF_8));
  }

  private String hmac(byte[]... parts) {
    return HexFormat.of().formatHex(Sha256.sign(Sha256.key(secret), parts));
  }

  /** Nobody has told this server the secret that Zoom signs with. */
  static final class WebhookNotConfigured extends Problem {
    WebhookNotConfigured() {
      super(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Webhooks of Zoom are not configured on this server: set VEETS_ZOOM_WEBHOOK_SECRET.");
    }
  }

  /** The webhook was not signed by Zoom, or too long ago. */
  static final class WebhookRefused extends Problem {
    WebhookRefused() {
      super(
          HttpStatus.UNAUTHORIZED,
          "The webhook needs x-zm-request-timestamp of the last five minutes and the x-zm-signature that belongs to it"
              + " and to the body.");
    }
  }
}
