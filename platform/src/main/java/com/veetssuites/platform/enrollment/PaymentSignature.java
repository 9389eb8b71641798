package com.veetssuites.platform.enrollment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.web.Problem;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The signature of a payment callback, as Stripe has it: {@code t=<unix seconds>,v1=<hex
 * HMAC-SHA256(secret, "<t>.<raw body>")>}. While a secret is being replaced there may be several
 * {@code v1}; one of them must be right. Signatures of other schemes are passed over.
 */
@Component
class PaymentSignature {

  static final String HEADER = "X-Payment-Signature";

  private static final int MAX_LENGTH = 1_000;
  private static final Pattern TIME = Pattern.compile("(?:^|,)t=(\\d{1,12})(?:,|$)");
  private static final Pattern SIGNATURE = Pattern.compile("(?<=^|,)v1=([0-9a-fA-F]{64})(?=,|$)");

  private final String secret;
  private final Duration tolerance;
  private final Clock clock;

  PaymentSignature(PaymentProperties properties, Clock clock) {
    this.secret = properties.callbackSecret();
    this.tolerance = properties.callbackTolerance();
    this.clock = clock;
  }

  /**
   * Checks a signature, and returns it in lower case: it identifies the callback.
   *
   * @param header what the callback was signed with
   * @param body as it was received
   * @throws PaymentsNotConfigured when there is no secret to check it with
   * @throws SignatureRefused when it is missing, malformed, wrong, or of another time
   */
  String check(@Nullable String header, byte[] body) {
    if (secret.isEmpty()) {
      throw new PaymentsNotConfigured();
    }
    if (header == null || header.length() > MAX_LENGTH) {
      throw new SignatureRefused();
    }
    Matcher time = TIME.matcher(header);
    if (!time.find()) {
      throw new SignatureRefused();
    }
    byte[] right = sign(secret, time.group(1), body);
    boolean genuine =
        SIGNATURE
            .matcher(header)
            .results()
            .anyMatch(v1 -> MessageDigest.isEqual(HexFormat.of().parseHex(v1.group(1)), right));
    // The time is looked at only when it is known to be the provider's.
    if (!genuine) {
      throw new SignatureRefused();
    }
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(time.group(1)));
    if (Duration.between(signedAt, clock.instant()).abs().compareTo(tolerance) > 0) {
      throw new SignatureRefused();
    }
    return HexFormat.of().formatHex(right);
  }

  /** The signature of a body at a time. */
  static byte[] sign(String secret, String time, byte[] body) {
    return Sha256.sign(Sha256.key(secret.getBytes(UTF_8)), (time + ".").getBytes(UTF_8), body);
  }

  /** The callback does not show that it comes from the payment provider, now. */
  static final class SignatureRefused extends Problem {
    SignatureRefused() {
      super(
          HttpStatus.UNAUTHORIZED,
          "The callback must be signed: %s: t=<unix seconds>,v1=<hex HMAC-SHA256 of t, a point and the raw body>, not older than some minutes."
              .formatted(HEADER));
      headers().set(HttpHeaders.WWW_AUTHENTICATE, HEADER);
    }
  }

  /** There is no secret to check callbacks with. */
  static final class PaymentsNotConfigured extends Problem {
    PaymentsNotConfigured() {
      super(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Payment callbacks are not configured: set VEETS_PAYMENTS_CALLBACK_SECRET to the secret of the payment provider.");
    }
  }
}
