package com.veetssuites.platform.web;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.upkeep.CleanUp;
import com.veetssuites.platform.upkeep.CleanUpContext;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets events that nobody sends again any more. */
@Component
class OldWebhookEvents implements CleanUp {

  private final JdbcClient jdbc;
  private final WebhookProperties properties;

  OldWebhookEvents(JdbcClient jdbc, WebhookProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  @Override
  public String name() {
    return "webhook events";
  }

  @Override
  public long run(CleanUpContext context) throws InterruptedException {
    OffsetDateTime before = context.before(properties.kept()).atOffset(UTC);
    return context.batches(most ->
        jdbc.sql(
                """
                DELETE FROM webhook_events
                 WHERE (source, event_id) IN (SELECT source, event_id
                                                FROM webhook_events
                                               WHERE received_at < :before
                                               ORDER BY received_at
                                               LIMIT :most)
                """)
            .param("before", before)
            .param("most", most)
            .update());
  }
}
