package com.veetssuites.platform.notification;

import jakarta.mail.internet.MimeMessage;
import java.time.Instant;

/** The way that mails take from here. Safe for use by any number of threads. */
interface MailTransport {

  /**
   * A mail that is ready to go.
   *
   * @param key what it is sent once for
   * @param createdAt when it was first tried
   */
  record Parcel(MimeMessage message, MailAddress to, String key, Instant createdAt) {}

  /** Asked right before the end of the message is sent, the last moment to keep it back. */
  @FunctionalInterface
  interface HandOver {
    /** Whether the mail may go out; once it has said so, the mail may have been taken. */
    boolean granted();
  }

  /**
   * Sends a mail.
   *
   * @throws InterruptedException when the thread was interrupted and the mail has not been sent
   */
  Delivery deliver(Parcel parcel, HandOver handOver) throws InterruptedException;
}
