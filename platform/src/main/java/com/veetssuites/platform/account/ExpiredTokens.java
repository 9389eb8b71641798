package com.veetssuites.platform.account;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.upkeep.Batches;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deletes tokens and log-ins that have expired.
 *
 * <p>No log-in waits for it: it locks only what has expired, a thousand rows for the time that
 * their deletion takes, and passes over what somebody else holds. It waits for nobody either.
 */
@Component
class ExpiredTokens {

  private static final int HALF = 50;

  private final JdbcClient jdbc;
  private final Batches batches;
  private final AccountProperties properties;
  private final Clock clock;

  ExpiredTokens(JdbcClient jdbc, Batches batches, AccountProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.properties = properties;
    this.clock = clock;
  }

  @TaskHandler(queue = "maintenance", timeLimit = "1h", resultTtl = "7d")
  DeletedTokens delete(CleanupExpiredTokens task, TaskContext context) throws InterruptedException {
    OffsetDateTime now = clock.instant().atOffset(UTC);
    long tokens =
        batches.run(
            most -> deleteTokens(now, most),
            done -> context.progress(0, "%,d refresh tokens deleted".formatted(done)));
    OffsetDateTime uncounted = now.minus(properties.loginsKept());
    long logins =
        batches.run(
            most -> deleteLogins(uncounted, most),
            done -> context.progress(HALF, "%,d log-ins deleted".formatted(done)));
    return new DeletedTokens(tokens, logins);
  }

  /** A batch of tokens, in the caller's transaction. */
  int deleteTokens(OffsetDateTime before, int most) {
    List<byte[]> expired =
        jdbc.sql(
                """
                SELECT token_hash
                  FROM refresh_tokens
                 WHERE expires_at < :before
                 ORDER BY expires_at
                 LIMIT :most
                   FOR UPDATE SKIP LOCKED
                """)
            .param("before", before)
            .param("most", most)
            .query((row, number) -> row.getBytes("token_hash"))
            .list();
    return jdbc.sql("DELETE FROM refresh_tokens WHERE token_hash = ANY (:expired)")
        .param("expired", expired.toArray(byte[][]::new))
        .update();
  }

  /** A batch of log-ins, with the tokens that they may still have, in the caller's transaction. */
  int deleteLogins(OffsetDateTime before, int most) {
    Long[] expired =
        jdbc.sql(
                """
                SELECT id
                  FROM logins
                 WHERE expires_at < :before
                 ORDER BY expires_at
                 LIMIT :most
                   FOR UPDATE SKIP LOCKED
                """)
            .param("before", before)
            .param("most", most)
            .query(Long.class)
            .list()
            .toArray(Long[]::new);
    return jdbc.sql("DELETE FROM logins WHERE id = ANY (:expired)")
        .param("expired", expired)
        .update();
  }
}
