package com.veetssuites.platform.account;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.platform.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/**
 * Access tokens that have been checked: signature, time, and that their log-in goes on. A checked
 * one is remembered in the memory of this process until its log-in or its user changes, so that
 * ending a log-in ends its tokens here at once, and on other nodes within the bound of the cache.
 */
@Component
class VerifiedTokens {

  private final TieredCache<String, Verified> tokens;
  private final JwtDecoder decoder;
  private final LoginSessions logins;
  private final Clock clock;

  VerifiedTokens(TieredCaches caches, AccessTokens tokens, LoginSessions logins, Clock clock) {
    this.tokens =
        caches.region(
            CacheSpec.<String, Verified>of("account.token", Verified.class)
                .timeToLive(Duration.ofMinutes(5))
                .maxWeight(16 << 20)
                .weigher(verified -> 1024)
                .remote(false)
                .key(VerifiedTokens::name)
                .build());
    this.decoder = tokens.decoder();
    this.logins = logins;
    this.clock = clock;
  }

  /** Whose token it is, and until when at most. */
  private record Verified(Viewer viewer, Instant until) {}

  /**
   * Who shows this access token.
   *
   * @throws JwtException when it is not valid (any more)
   */
  Viewer viewer(String token) {
    Verified verified = Objects.requireNonNull(tokens.getOrLoad(token, this::verify));
    if (!clock.instant().isBefore(verified.until())) {
      throw new BadJwtException("The token or its log-in has expired");
    }
    return verified.viewer();
  }

  /** Not the token itself: names are shown to those who run the platform. */
  private static CacheKey name(String token) {
    byte[] digest = Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    return CacheKey.of("account", "token", HexFormat.of().formatHex(digest));
  }

  private Verified verify(String token) {
    Jwt jwt = decoder.decode(token);
    Instant expires = jwt.getExpiresAt();
    if (expires != null
        && jwt.getClaims().get(AccessTokens.LOGIN) instanceof Long login
        && jwt.getSubject() != null
        && jwt.getSubject().matches("\\d{1,18}")) {
      return logins
          .current(Long.parseLong(jwt.getSubject()), login)
          .map(current ->
              new Verified(
                  current.viewer(), expires.isBefore(current.until()) ? expires : current.until()))
          .orElseThrow(() -> new BadJwtException("The log-in has ended"));
    }
    throw new BadJwtException("The token is not one of ours");
  }
}
