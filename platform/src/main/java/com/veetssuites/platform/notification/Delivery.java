package com.veetssuites.platform.notification;

/** What became of one mail. */
sealed interface Delivery {

  /** The server has taken it. */
  record Delivered() implements Delivery {}

  /** The server has not taken it, and may do so later. */
  record Deferred(String reason) implements Delivery {}

  /** The server will never take it for this recipient. */
  record Rejected(String reason) implements Delivery {}

  /** The server takes nothing from us before somebody has changed a setting, here or there. */
  record Misconfigured(String reason) implements Delivery {}

  /** The end of the message was sent and not answered: it may have been taken, or not. */
  record Lost(String reason) implements Delivery {}

  /** The claim on the mail has run out, and somebody else may be sending it. Not sent here. */
  record Overtaken() implements Delivery {}
}
