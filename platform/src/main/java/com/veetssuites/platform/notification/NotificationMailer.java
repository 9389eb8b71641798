package com.veetssuites.platform.notification;

import com.veetssuites.platform.notification.MailTransport.Parcel;
import com.veetssuites.platform.notification.NotificationLedger.Claim;
import com.veetssuites.platform.notification.NotificationLedger.Entry;
import com.veetssuites.platform.notification.Readers.Recipient;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends mails, each at most once for its key: one that may have been taken is not sent again. */
@Component
class NotificationMailer {

  private static final Logger LOG = LoggerFactory.getLogger(NotificationMailer.class);

  /** Beyond the time for one mail, so that a claim runs out only when its holder is gone. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** How soon a refused log-in or sender is tried again: somebody has to do something first. */
  private static final Duration MISCONFIGURED = Duration.ofMinutes(15);

  private static final Duration SHORTEST_SNOOZE = Duration.ofSeconds(1);
  private static final int MAX_SUBJECT = 300;

  private final MailTransport transport;
  private final NotificationLedger ledger;
  private final Readers readers;
  private final MailComposer composer;
  private final Duration claimFor;

  NotificationMailer(
      MailTransport transport,
      NotificationLedger ledger,
      Readers readers,
      MailComposer composer,
      MailProperties properties) {
    this.transport = transport;
    this.ledger = ledger;
    this.readers = readers;
    this.composer = composer;
    this.claimFor = properties.sendTimeout().plus(MARGIN);
  }

  /**
   * What became of a mail.
   *
   * @param status sent or skipped
   * @param reason why it was skipped
   */
  record Notified(String status, @Nullable String reason) {}

  /** The server has not taken a mail, and may do so later. */
  static final class MailDeferred extends RuntimeException {
    MailDeferred(String reason) {
      super(reason);
    }
  }

  /**
   * Sends the mail of a task.
   *
   * @throws MailDeferred when it has to be tried again
   * @throws PermanentFailure when trying again is useless, or could send it twice
   * @throws InterruptedException when the worker stops; it has not been sent
   */
  @TaskHandler(
      queue = "notifications",
      maxRetries = 5,
      backoff = "60s",
      backoffMultiplier = 2,
      timeLimit = "10m")
  Outcome<Notified> send(SendNotificationEmail task, TaskContext context)
      throws InterruptedException {
    MailTemplate template = MailTemplate.named(task.template());
    MailAddress to = MailAddress.parse(task.email());
    String subject = OneLine.of(task.subject(), MAX_SUBJECT);
    if (subject.isEmpty()) {
      throw new PermanentFailure("The mail has no subject; it needs one of a character or more.");
    }
    String key = Objects.requireNonNullElse(context.idempotencyKey(), "task:" + context.id());
    Recipient recipient = readers.ofAddress(to);
    var entry = new Entry(recipient.userId(), to.address(), template.wireName(), subject);
    return switch (ledger.claim(key, entry, claimFor)) {
      case Claim.Granted(UUID token, var createdAt) -> {
        if (recipient.refusal() != null) {
          ledger.skipped(token, recipient.refusal());
          yield Outcome.done(new Notified("skipped", recipient.refusal()));
        }
        var message =
            composer.compose(
                to, template, subject, task.message(), key, recipient.unsubscribeUrl());
        yield deliver(new Parcel(message, to, key, createdAt), token, context.lastAttempt());
      }
      case Claim.Busy(Duration rest) ->
          Outcome.snooze(rest.compareTo(SHORTEST_SNOOZE) < 0 ? SHORTEST_SNOOZE : rest);
      case Claim.Uncertain(String reason) -> throw uncertain(reason);
      case Claim.Settled(String status, String reason) ->
          Outcome.done(new Notified(status, reason));
    };
  }

  private Outcome<Notified> deliver(Parcel parcel, UUID token, boolean lastAttempt)
      throws InterruptedException {
    Delivery delivery;
    try {
      delivery = transport.deliver(parcel, () -> ledger.handOver(token, claimFor));
    } catch (InterruptedException e) {
      ledger.release(token, "The worker was stopped.");
      throw e;
    }
    // What is known is written down, also by a thread that is to end: its connection to the
    // database
    // would be closed with the flag set.
    boolean interrupted = Thread.interrupted();
    try {
      return settle(delivery, parcel, token, lastAttempt);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Outcome<Notified> settle(
      Delivery delivery, Parcel parcel, UUID token, boolean lastAttempt) {
    switch (delivery) {
      case Delivery.Delivered() -> {
        ledger.sent(token);
        return Outcome.done(new Notified("sent", null));
      }
      case Delivery.Overtaken() -> {
        return Outcome.snooze(MARGIN);
      }
      case Delivery.Deferred(String reason) -> {
        giveUpOrRelease(token, reason, lastAttempt);
        throw new MailDeferred(parcel.to().masked(reason));
      }
      case Delivery.Misconfigured(String reason) -> {
        giveUpOrRelease(token, reason, lastAttempt);
        return Outcome.retry(MISCONFIGURED, parcel.to().masked(reason));
      }
      case Delivery.Rejected(String reason) -> {
        ledger.failed(token, reason);
        throw new PermanentFailure("The mail was refused: " + parcel.to().masked(reason));
      }
      case Delivery.Lost(String reason) -> {
        ledger.uncertain(token, reason);
        LOG.warn(
            "Nobody knows whether the mail to {} was taken ({}); it is not sent again.",
            parcel.to(),
            parcel.to().masked(reason));
        throw uncertain(parcel.to().masked(reason));
      }
    }
  }

  private void giveUpOrRelease(UUID token, String reason, boolean lastAttempt) {
    if (lastAttempt) {
      ledger.failed(token, reason);
    } else {
      ledger.release(token, reason);
    }
  }

  private static PermanentFailure uncertain(@Nullable String reason) {
    return new PermanentFailure(
        "The mail may have been taken, so it is not sent again (%s); enqueue it with another key to send it all the same."
            .formatted(reason));
  }
}
