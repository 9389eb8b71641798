package com.veetssuites.platform.notification;

import com.veetssuites.monitor.AlertChannel;
import com.veetssuites.monitor.AlertEvent;
import com.veetssuites.monitor.AlertFired;
import com.veetssuites.monitor.AlertResolved;
import com.veetssuites.task.Tasks;
import java.util.List;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes to operators when something is beyond its limit, and when it is well again. */
@Component
class AlertNotifications {

  private static final int LONGEST_SERIES = 120;

  private final Tasks tasks;
  private final List<String> recipients;

  AlertNotifications(Tasks tasks, MailProperties properties) {
    this.tasks = tasks;
    this.recipients =
        properties.alertRecipients().stream()
            .map(each -> MailAddress.parse(each).normalised())
            .distinct()
            .toList();
  }

  @EventListener
  void on(AlertFired fired) {
    write(fired.event(), fired.channels(), "Alert");
  }

  @EventListener
  void on(AlertResolved resolved) {
    write(resolved.event(), resolved.channels(), "Resolved");
  }

  private void write(AlertEvent event, Set<AlertChannel> channels, String what) {
    if (!channels.contains(AlertChannel.MAIL)) {
      return;
    }
    String subject =
        "%s: %s, %s".formatted(what, event.rule(), OneLine.of(event.series(), LONGEST_SERIES));
    String message =
        "%s\n\nAt %s (UTC). Rule %s, threshold %s."
            .formatted(
                event.sentence(),
                event.at().toString().replace("T", " ").replaceAll("(\\.\\d+)?Z$", ""),
                event.rule(),
                event.thresholdText());
    for (String recipient : recipients) {
      // An event can be told twice; the key keeps a mail from being sent twice.
      tasks.enqueue(
          new SendNotificationEmail(recipient, subject, message, MailTemplate.ALERT.wireName()),
          options -> options.idempotencyKey(event.key() + ":" + recipient));
    }
  }
}
