package com.veetssuites.platform.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.digest.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The log-ins of users and their rotating refresh tokens.
 *
 * <p>A refresh token is good for one use. Whoever presents a used one shows that two parties hold
 * it, so the whole log-in ends (RFC 9700, section 4.14.2). Tokens are stored as SHA-256 hashes
 * only.
 */
@Component
class LoginSessions {

  private static final int TOKEN_BYTES = 32;

  private final JdbcClient jdbc;
  private final AccountProperties properties;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  LoginSessions(JdbcClient jdbc, AccountProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /** A log-in with the refresh token that continues it. */
  record Session(long login, long userId, String refreshToken) {}

  /** A log-in that goes on, and until when without a refresh. */
  record Current(Viewer viewer, Instant until) {}

  /** Begins a log-in. */
  @Transactional
  Session begin(long userId, String address) {
    long login =
        jdbc.sql(
                """
                INSERT INTO logins (user_id, logged_in_at, address, expires_at)
                VALUES (:user, :now, :address, :expires)
                RETURNING id
                """)
            .param("user", userId)
            .param("now", now())
            .param("address", address)
            .param("expires", now().plus(properties.refreshTokenLifetime()))
            .query(Long.class)
            .single();
    return new Session(login, userId, issue(login));
  }

  /**
   * Continues a log-in with its refresh token, once; empty when the token is not good (any more).
   */
  @Transactional
  Optional<Session> refresh(String token) {
    byte[] hash = hash(token);
    return jdbc.sql("SELECT family FROM refresh_tokens WHERE token_hash = :hash")
        .param("hash", hash)
        .query(Long.class)
        .optional()
        .flatMap(login -> refresh(login, hash));
  }

  private Optional<Session> refresh(long login, byte[] hash) {
    lock(login);
    int used =
        jdbc.sql(
                """
                UPDATE refresh_tokens
                   SET used_at = :now
                 WHERE token_hash = :hash
                   AND used_at IS NULL
                   AND revoked_at IS NULL
                   AND expires_at > :now
                """)
            .param("now", now())
            .param("hash", hash)
            .update();
    if (used == 0) {
      endReplayed(hash);
      return Optional.empty();
    }
    return jdbc.sql(
            """
            UPDATE logins
               SET expires_at = :expires
              FROM users
             WHERE logins.id = :login
               AND logins.revoked_at IS NULL
               AND users.id = logins.user_id
               AND users.is_active
            RETURNING logins.user_id
            """)
        .param("expires", now().plus(properties.refreshTokenLifetime()))
        .param("login", login)
        .query(Long.class)
        .optional()
        .map(user -> new Session(login, user, issue(login)));
  }

  /**
   * Who a log-in belongs to, as long as it is neither revoked nor expired and the user is active.
   */
  Optional<Current> current(long userId, long login) {
    return jdbc.sql(
            """
            SELECT logins.id, logins.expires_at, users.id AS user_id, users.role
              FROM logins
              JOIN users ON users.id = logins.user_id
             WHERE logins.id = :login
               AND logins.user_id = :user
               AND logins.revoked_at IS NULL
               AND logins.expires_at > :now
               AND users.is_active
            """)
        .param("login", login)
        .param("user", userId)
        .param("now", now())
        .query((row, number) ->
            new Current(
                new Viewer(
                    row.getLong("user_id"),
                    Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                    row.getLong("id")),
                row.getObject("expires_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  /** Ends a log-in: its access and refresh tokens are refused from now on. */
  @Transactional
  void end(long login) {
    lock(login);
    jdbc.sql("UPDATE logins SET revoked_at = :now WHERE id = :login AND revoked_at IS NULL")
        .param("now", now())
        .param("login", login)
        .update();
    jdbc.sql(
            "UPDATE refresh_tokens SET revoked_at = :now WHERE family = :login AND revoked_at IS NULL")
        .param("now", now())
        .param("login", login)
        .update();
  }

  /** Ends the log-in that a refresh token belongs to, if there is one. */
  @Transactional
  void end(String refreshToken) {
    jdbc.sql("SELECT family FROM refresh_tokens WHERE token_hash = :hash")
        .param("hash", hash(refreshToken))
        .query(Long.class)
        .optional()
        .ifPresent(this::end);
  }

  /** Ends every log-in of a user. */
  @Transactional
  void endAll(long userId) {
    jdbc.sql("SELECT id FROM logins WHERE user_id = :user AND revoked_at IS NULL ORDER BY id")
        .param("user", userId)
        .query(Long.class)
        .list()
        .forEach(this::end);
  }

  /** Whoever changes a log-in or its tokens holds the log-in, so that nobody waits in a circle. */
  private void lock(long login) {
    jdbc.sql("SELECT id FROM logins WHERE id = :login FOR UPDATE")
        .param("login", login)
        .query(Long.class)
        .optional();
  }

  private void endReplayed(byte[] hash) {
    jdbc.sql("SELECT family FROM refresh_tokens WHERE token_hash = :hash AND used_at IS NOT NULL")
        .param("hash", hash)
        .query(Long.class)
        .optional()
        .ifPresent(this::end);
  }

  private String issue(long login) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbc.sql(
            """
            INSERT INTO refresh_tokens (token_hash, family, issued_at, expires_at)
            VALUES (:hash, :login, :now, :expires)
            """)
        .param("hash", hash(token))
        .param("login", login)
        .param("now", now())
        .param("expires", now().plus(properties.refreshTokenLifetime()))
        .update();
    return token;
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(UTC);
  }

  private static byte[] hash(String token) {
    return Sha256.of(token.getBytes(US_ASCII));
  }
}
