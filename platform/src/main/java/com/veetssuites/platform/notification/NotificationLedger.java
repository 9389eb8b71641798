package com.veetssuites.platform.notification;

import static java.time.ZoneOffset.UTC;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which mails were sent, one row a key; see the migration for its states.
 *
 * <p>A mail is claimed before it is sent, and the claim must still be held when the end of the
 * message is sent: at that moment the row becomes {@code handed_over}, in a transaction of its own.
 * So a claim that was abandoned before can be taken over, and one that was abandoned after is never
 * sent again: whether the server has taken that mail is known to nobody.
 */
@Repository
@Transactional(propagation = Propagation.NEVER) // each step counts at once, whatever follows
class NotificationLedger {

  private final JdbcClient jdbc;
  private final Clock clock;

  NotificationLedger(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What is known about a key to who asks to send it. */
  sealed interface Claim {
    /** It is the caller's to send. */
    record Granted(UUID token, Instant createdAt) implements Claim {}

    /** Somebody else is at it, for so long at most. */
    record Busy(Duration rest) implements Claim {}

    /** It may have been sent, and nobody knows. */
    record Uncertain(@Nullable String reason) implements Claim {}

    /** It is over: sent or skipped. */
    record Settled(String status, @Nullable String reason) implements Claim {}
  }

  /** Claims a mail for so long. */
  Claim claim(String key, Entry entry, Duration period) {
    UUID token = UUID.randomUUID();
    return insertOrTake(key, entry, token, period).orElseGet(() -> current(key));
  }

  /** What is written down about a mail. */
  record Entry(@Nullable Long userId, String email, String template, String subject) {}

  private Optional<Claim> insertOrTake(String key, Entry entry, UUID token, Duration period) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            INSERT INTO notifications
                (idempotency_key, user_id, email, template, subject, status, created_at, claim, claimed_until, attempts)
            VALUES (:key, :user, :email, :template, :subject, 'sending', :now, :token, :until, 1)
            ON CONFLICT (idempotency_key) DO UPDATE
               SET user_id = excluded.user_id,
                   email = excluded.email,
                   template = excluded.template,
                   subject = excluded.subject,
                   status = 'sending',
                   error = NULL,
                   claim = excluded.claim,
                   claimed_until = excluded.claimed_until,
                   attempts = notifications.attempts + 1
             WHERE notifications.status IN ('queued', 'failed')
                OR (notifications.status = 'sending' AND notifications.claimed_until <= :now)
            RETURNING created_at
            """)
        .param("key", key)
        .param("user", entry.userId())
        .param("email", entry.email())
        .param("template", entry.template())
        .param("subject", entry.subject())
        .param("now", at(now))
        .param("token", token)
        .param("until", at(now.plus(period)))
        .query((row, number) ->
            (Claim)
                new Claim.Granted(
                    token, row.getObject("created_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  private Claim current(String key) {
    OffsetDateTime now = at(clock.instant());
    jdbc.sql(
            """
            UPDATE notifications
               SET status = 'uncertain',
                   error = 'Whoever sent it was gone before the answer of the server.'
             WHERE idempotency_key = :key
               AND status = 'handed_over'
               AND claimed_until <= :now
            """)
        .param("key", key)
        .param("now", now)
        .update();
    return jdbc.sql(
            """
            SELECT status, error, claimed_until
              FROM notifications
             WHERE idempotency_key = :key
            """)
        .param("key", key)
        .query((row, number) -> {
          String status = row.getString("status");
          OffsetDateTime until = row.getObject("claimed_until", OffsetDateTime.class);
          String reason = row.getString("error");
          return switch (status) {
            case "sent", "skipped" -> new Claim.Settled(status, reason);
            case "uncertain" -> new Claim.Uncertain(reason);
            case "sending", "handed_over" -> new Claim.Busy(Duration.between(now, until));
            default -> new Claim.Busy(Duration.ZERO); // free again since it was tried
          };
        })
        .optional()
        .orElseGet(() -> new Claim.Busy(Duration.ZERO)); // deleted since it was tried
  }

  /** Whether the claim is still held; if so, the mail counts as possibly taken from now on. */
  boolean handOver(UUID token, Duration period) {
    OffsetDateTime until = at(clock.instant().plus(period));
    return jdbc.sql(
                """
                UPDATE notifications
                   SET status = 'handed_over',
                       claimed_until = :until
                 WHERE claim = :token
                   AND status = 'sending'
                """)
            .param("token", token)
            .param("until", until)
            .update()
        == 1;
  }

  /** The server has taken it; true also when it was thought uncertain meanwhile. */
  void sent(UUID token) {
    jdbc.sql(
            """
            UPDATE notifications
               SET status = 'sent',
                   error = NULL,
                   claim = NULL,
                   claimed_until = NULL,
                   sent_at = :now
             WHERE claim = :token
               AND status IN ('sending', 'handed_over', 'uncertain')
            """)
        .param("token", token)
        .param("now", at(clock.instant()))
        .update();
  }

  /** It was not taken; somebody may try again. */
  void release(UUID token, String reason) {
    end(token, "queued", reason);
  }

  void skipped(UUID token, String reason) {
    end(token, "skipped", reason);
  }

  void failed(UUID token, String reason) {
    end(token, "failed", reason);
  }

  void uncertain(UUID token, String reason) {
    end(token, "uncertain", reason);
  }

  private void end(UUID token, String status, String reason) {
    jdbc.sql(
            """
            UPDATE notifications
               SET status = :status,
                   error = :reason,
                   claim = NULL,
                   claimed_until = NULL
             WHERE claim = :token
               AND status IN ('sending', 'handed_over', 'uncertain')
            """)
        .param("token", token)
        .param("status", status)
        .param("reason", reason)
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(UTC);
  }
}
