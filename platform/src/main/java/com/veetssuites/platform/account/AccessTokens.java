package com.veetssuites.platform.account;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.SecretKey;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Signed access tokens (JWT, HS256): the user as subject and the log-in as {@code sid}, so that
 * ending the log-in ends the token.
 */
final class AccessTokens {

  static final String LOGIN = "sid";
  private static final String ISSUER = "veetssuites";

  private final NimbusJwtEncoder encoder;
  private final NimbusJwtDecoder decoder;
  private final AccountProperties properties;
  private final Clock clock;

  AccessTokens(SecretKey key, AccountProperties properties, Clock clock) {
    encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
    decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
    var timestamps = new JwtTimestampValidator(Duration.ZERO);
    timestamps.setClock(clock);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(timestamps, new JwtIssuerValidator(ISSUER)));
    this.properties = properties;
    this.clock = clock;
  }

  String issue(long userId, long login) {
    return issue(userId, login, properties.accessTokenLifetime());
  }

  String issue(long userId, long login, Duration lifetime) {
    Instant now = clock.instant();
    var claims =
        JwtClaimsSet.builder()
            .issuer(ISSUER)
            .subject(Long.toString(userId))
            .claim(LOGIN, login)
            .issuedAt(now)
            .expiresAt(now.plus(lifetime))
            .build();
    var header = JwsHeader.with(MacAlgorithm.HS256).type("JWT").build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }

  long lifetimeSeconds() {
    return properties.accessTokenLifetime().toSeconds();
  }

  JwtDecoder decoder() {
    return decoder;
  }
}
