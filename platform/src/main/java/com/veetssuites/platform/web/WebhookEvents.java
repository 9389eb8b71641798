package com.veetssuites.platform.web;

import static java.time.ZoneOffset.UTC;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The events of third parties that were taken in, so that a replay of one changes nothing. */
@Repository
public class WebhookEvents {

  private final JdbcClient jdbc;
  private final Clock clock;

  WebhookEvents(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Notes an event, in the caller's transaction.
   *
   * @param source who sent it, such as {@code zoom}
   * @param event the same whenever it is sent again
   * @return false when it has been noted before
   */
  public boolean takeIn(String source, String event) {
    return jdbc.sql(
                """
                INSERT INTO webhook_events (source, event_id, received_at)
                VALUES (:source, :event, :now)
                ON CONFLICT DO NOTHING
                """)
            .param("source", source)
            .param("event", event)
            .param("now", clock.instant().atOffset(UTC))
            .update()
        == 1;
  }
}
