package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.upkeep.CleanUpRun;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(60)
class OldMailTest {

  private final PlatformServer server = PlatformServer.shared();
  private final JdbcClient jdbc = server.bean(JdbcClient.class);

  @Test
  void what_was_sent_long_ago_is_forgotten_and_what_was_sent_lately_is_not() throws Exception {
    note("old-mail-test:old", "120 days");
    note("old-mail-test:new", "80 days");

    CleanUpRun.of(server.bean(OldMail.class), server);

    List<@Nullable String> kept =
        jdbc.sql(
                "SELECT idempotency_key FROM notifications WHERE idempotency_key LIKE 'old-mail-test:%'")
            .query(String.class)
            .list();
    assertThat(kept).containsExactly("old-mail-test:new");
  }

  private void note(String key, String age) {
    jdbc.sql(
            """
            INSERT INTO notifications (idempotency_key, email, template, subject, status, created_at)
            VALUES (:key, 'nobody@example.org', 'notification', 'Old', 'sent', now() - :age::interval)
            """)
        .param("key", key)
        .param("age", age)
        .update();
  }
}
