package com.veetssuites.platform.notification;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.upkeep.CleanUp;
import com.veetssuites.platform.upkeep.CleanUpContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets mail that was sent, or was not, long ago. A key that is forgotten can be sent once more,
 * so they are kept for longer than anybody tries.
 */
@Component
class OldMail implements CleanUp {

  private final JdbcClient jdbc;
  private final Outbox outbox;
  private final MailProperties properties;

  OldMail(JdbcClient jdbc, Outbox outbox, MailProperties properties) {
    this.jdbc = jdbc;
    this.outbox = outbox;
    this.properties = properties;
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public long run(CleanUpContext context) throws InterruptedException {
    Instant before = context.before(properties.kept());
    return context.batches(most -> files(before, most))
        + context.batches(most -> rows(before.atOffset(UTC), most));
  }

  private int files(Instant before, int most) {
    try {
      return outbox.deleteOlderThan(before, most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int rows(OffsetDateTime before, int most) {
    return jdbc.sql(
            """
            DELETE FROM notifications
             WHERE id IN (SELECT id
                            FROM notifications
                           WHERE created_at < :before
                           ORDER BY created_at
                           LIMIT :most
                             FOR UPDATE SKIP LOCKED)
            """)
        .param("before", before)
        .param("most", most)
        .update();
  }
}
