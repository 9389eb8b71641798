package com.veetssuites.platform.notification;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the server, which asks before it sends the end of a message. When the answer is
 * no, it drops the connection instead: a server discards a message without an end (RFC 5321,
 * section 3.8). Used by one thread at a time.
 */
final class SmtpConnection extends SMTPTransport {

  private @Nullable BeforeEnd beforeEnd;
  private boolean rested;
  private long idleSince;

  SmtpConnection(Session session) {
    super(session, null);
  }

  /** What is done right before the end of a message is sent; a failure keeps the end back. */
  @FunctionalInterface
  interface BeforeEnd {
    void run() throws IOException;
  }

  void send(MimeMessage message, String to, BeforeEnd check) throws MessagingException {
    synchronized (this) {
      beforeEnd = check;
    }
    sendMessage(message, new Address[] {new InternetAddress(to, false)});
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    if (beforeEnd != null) {
      beforeEnd.run();
    }
    super.finishData();
  }

  /** Whether it was idle before, so that it may have gone stale meanwhile. */
  boolean hasRested() {
    return rested;
  }

  long idleSince() {
    return idleSince;
  }

  void idleSince(long nanos) {
    idleSince = nanos;
    rested = true;
  }
}
