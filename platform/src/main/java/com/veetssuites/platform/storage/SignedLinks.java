package com.veetssuites.platform.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.web.Problem;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Links that let whoever has them fetch one file until they expire: the key and the time, signed
 * with HMAC-SHA256 (RFC 2104). The signing key is derived from the one of the access tokens, so
 * that neither signature can be taken for the other.
 */
@Component
public class SignedLinks {

  private static final byte[] PURPOSE = "veetssuites file links, version 1".getBytes(UTF_8);

  private final SecretKey key;
  private final Clock clock;

  SignedLinks(SecretKey signingKey, Clock clock) {
    this.key = Sha256.key(Sha256.sign(signingKey, PURPOSE));
    this.clock = clock;
  }

  /**
   * A link to a file.
   *
   * @param url absolute path with its query, to be put behind the address of the server
   */
  public record SignedLink(String url, Instant expiresAt) {}

  /** A link to the file of that key, valid from now. */
  public SignedLink sign(String fileKey, Duration validity) {
    Instant expires = clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS);
    long seconds = expires.getEpochSecond();
    return new SignedLink(
        "/api/files/%s?expires=%d&signature=%s".formatted(fileKey, seconds, sign(fileKey, seconds)),
        expires);
  }

  /**
   * Checks the link of a request, and returns how long it is valid from now.
   *
   * @throws LinkRefused when it was not signed here or has expired
   */
  Duration check(String fileKey, @Nullable String expires, @Nullable String signature) {
    if (expires == null || signature == null || !expires.matches("[1-9][0-9]{0,11}")) {
      throw new LinkRefused();
    }
    long seconds = Long.parseLong(expires);
    // Compared in constant time, and before the expiry: a forger learns nothing.
    if (!MessageDigest.isEqual(sign(fileKey, seconds).getBytes(UTF_8), signature.getBytes(UTF_8))) {
      throw new LinkRefused();
    }
    Duration rest = Duration.between(clock.instant(), Instant.ofEpochSecond(seconds));
    if (!rest.isPositive()) {
      throw new LinkExpired();
    }
    return rest;
  }

  private String sign(String fileKey, long expires) {
    byte[] signature = Sha256.sign(key, (expires + "\n" + fileKey).getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  /** The link is incomplete, or was changed after it was signed. */
  static final class LinkRefused extends Problem {
    LinkRefused() {
      super(HttpStatus.FORBIDDEN, "This link is not valid. Ask for a new one where you got it.");
    }
  }

  /** The link was valid once. */
  static final class LinkExpired extends Problem {
    LinkExpired() {
      super(HttpStatus.FORBIDDEN, "This link has expired. Ask for a new one where you got it.");
    }
  }
}
