package com.veetssuites.platform.notification;

/**
 * The task of sending one mail to one address. Sent at most once for the idempotency key that it is
 * enqueued with; without one, once for the task.
 *
 * @param email the address alone, such as {@code ada@example.org}
 * @param subject one line; line breaks become spaces
 * @param message plain text; an empty line begins a paragraph
 * @param template {@code notification}, {@code enrollment}, {@code payment}, {@code
 *     recording-available} or {@code alert}
 */
public record SendNotificationEmail(String email, String subject, String message, String template) {

  /** Without the address and what is written to it, for logs. */
  @Override
  public String toString() {
    return "SendNotificationEmail[template=" + template + "]";
  }
}
