package com.veetssuites.platform.notification;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Objects;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of Jakarta Mail says about a mail. Codes are those of RFC 5321, section 4.2: 4xx
 * may change, 5xx will not.
 *
 * @param code of the answer; 0 when the server gave none
 * @param reason for people: the answer of the server, or what happened instead
 * @param about which part was refused
 */
record SmtpFailure(int code, String reason, About about) {

  private static final int MAX_REASON = 500;
  private static final int AUTHENTICATION_REQUIRED = 530;
  private static final int PERMANENT = 500;
  private static final int LAST = 599;

  /** What an answer of the server is about. */
  enum About {
    CONNECTION,
    LOGIN,
    SENDER,
    RECIPIENT,
    MESSAGE
  }

  static SmtpFailure of(MessagingException failure) {
    for (Throwable part = failure; part != null; part = next(part)) {
      switch (part) {
        case AuthenticationFailedException login -> {
          return new SmtpFailure(0, reason(login), About.LOGIN);
        }
        case SMTPSenderFailedException sender when isAnswer(sender.getReturnCode()) -> {
          return answer(sender.getReturnCode(), sender, About.SENDER);
        }
        case SMTPAddressFailedException recipient when isAnswer(recipient.getReturnCode()) -> {
          return answer(recipient.getReturnCode(), recipient, About.RECIPIENT);
        }
        case SMTPSendFailedException send when isAnswer(send.getReturnCode()) -> {
          return answer(
              send.getReturnCode(),
              send,
              send.getCommand().startsWith("MAIL") ? About.SENDER : About.MESSAGE);
        }
        default -> {
          // Perhaps the next one knows more.
        }
      }
    }
    Throwable cause = failure;
    while (next(cause) != null) {
      cause = Objects.requireNonNull(next(cause));
    }
    return new SmtpFailure(
        0, OneLine.of(reason(failure) + reasonOf(cause, failure), MAX_REASON), About.CONNECTION);
  }

  /** Whether the server has said no, for now or for ever. */
  boolean isAnswered() {
    return code > 0 || about == About.LOGIN;
  }

  Delivery toDelivery() {
    boolean permanent = code >= PERMANENT;
    return switch (about) {
      case LOGIN -> new Delivery.Misconfigured(reason);
      case CONNECTION -> new Delivery.Deferred(reason);
      case SENDER -> permanent ? new Delivery.Misconfigured(reason) : new Delivery.Deferred(reason);
      case RECIPIENT, MESSAGE -> {
        if (code == AUTHENTICATION_REQUIRED) {
          yield new Delivery.Misconfigured(reason);
        }
        yield permanent ? new Delivery.Rejected(reason) : new Delivery.Deferred(reason);
      }
    };
  }

  private static SmtpFailure answer(int code, MessagingException failure, About about) {
    return new SmtpFailure(code, reason(failure), about);
  }

  private static boolean isAnswer(int code) {
    return code >= 400 && code <= LAST;
  }

  private static @Nullable Throwable next(Throwable part) {
    return part instanceof MessagingException failure
        ? failure.getNextException()
        : part.getCause();
  }

  private static String reasonOf(Throwable cause, MessagingException failure) {
    return cause == failure ? "" : " (" + reason(cause) + ")";
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return OneLine.of(
        message == null || message.isBlank()
            ? failure.getClass().getSimpleName()
            : message.replace("[EOF]", "the server closed the connection"),
        MAX_REASON);
  }
}
