package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.veetssuites.monitor.AlertChannel;
import com.veetssuites.monitor.AlertEvent;
import com.veetssuites.monitor.AlertFired;
import com.veetssuites.monitor.AlertState;
import com.veetssuites.monitor.AlertStatus;
import com.veetssuites.monitor.AlertStore;
import com.veetssuites.monitor.AlertStore.Happened;
import com.veetssuites.monitor.AlertStore.Outcome;
import com.veetssuites.monitor.AlertStore.Outlet;
import com.veetssuites.monitor.AlertUnit;
import com.veetssuites.platform.PlatformServer;
import com.veetssuites.testing.PostgresExtension;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From an alert in the database to the mails of operators. */
@Timeout(180)
class AlertNotificationsTest {

  private final GreenMail smtp =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @Test
  void operators_are_written_to_once_when_an_alert_fires_and_when_it_is_resolved()
      throws Exception {
    smtp.start();
    try (PlatformServer server =
        PlatformServer.start(
            PostgresExtension.createDatabase(),
            "veets.mail.host=127.0.0.1",
            "veets.mail.port=" + smtp.getSmtp().getPort(),
            "veets.mail.tls=none",
            "veets.mail.from=Veets <no-reply@veets.example>",
            "veets.mail.alert-recipients=ops@veets.example,Ada@veets.example,ada@veets.example")) {
      AlertEvent fired = fire(server);
      // Told twice; and one whose rule wants no mail.
      var told = new AlertFired(fired, EnumSet.allOf(AlertChannel.class));
      server.bean(AlertNotifications.class).on(told);
      server
          .bean(AlertNotifications.class)
          .on(new AlertFired(event(UUID.randomUUID()), EnumSet.of(AlertChannel.LOG)));
      // The server tells it too, and as nothing is measured of this node, it ends.
      List<MimeMessage> mails =
          Awaitility.await()
              .atMost(Duration.ofSeconds(120))
              .until(
                  () -> List.of(smtp.getReceivedMessages()),
                  taken ->
                      taken.stream().filter(each -> text(each).contains("Resolved")).count() == 2);
      assertThat(mails.stream().map(AlertNotificationsTest::text))
          .containsExactlyInAnyOrder(
              "ops@veets.example Alert: disk, gone-1",
              "ada@veets.example Alert: disk, gone-1",
              "ops@veets.example Resolved: disk, gone-1",
              "ada@veets.example Resolved: disk, gone-1");
      assertThat(GreenMailUtil.getWholeMessage(mails.getFirst()))
          .contains("[Alert]")
          .contains("Disk of node gone-1");
      assertThat(
              server
                  .database()
                  .sql("SELECT count(*) FROM notifications WHERE template = 'alert'")
                  .query(Long.class)
                  .single())
          .isEqualTo(4);
    } finally {
      smtp.stop();
    }
  }

  private static String text(MimeMessage mail) {
    try {
      return Arrays.stream(mail.getAllRecipients()).findFirst().orElseThrow()
          + " "
          + mail.getSubject();
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AlertEvent fire(PlatformServer server) throws Exception {
    AlertStore store = server.bean(AlertStore.class);
    AlertEvent event = event(UUID.randomUUID());
    var status =
        new AlertStatus(
            event.alert(),
            event.rule(),
            event.series(),
            AlertState.FIRING,
            event.at(),
            event.value(),
            event.threshold(),
            event.unit(),
            event.sentence());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions() // until the tables are there
        .until(() ->
            store.evaluate(
                Instant.now(),
                Instant.now(),
                before ->
                    new Outcome(
                        List.of(status),
                        List.of(new Happened(status, EnumSet.of(Outlet.APPLICATION))))));
    return event;
  }

  private static AlertEvent event(UUID alert) {
    return new AlertEvent(
        1,
        alert,
        "disk",
        "gone-1",
        AlertState.FIRING,
        Instant.parse("2026-11-23T10:15:30Z"),
        0.95,
        0.9,
        AlertUnit.SHARE,
        "Disk of node gone-1: 95 % (last of the last 1 min), above 90 %.");
  }
}
