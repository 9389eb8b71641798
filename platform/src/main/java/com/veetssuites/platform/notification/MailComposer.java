package com.veetssuites.platform.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.notification.Letters.Letter;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of letters: both forms (RFC 2046, multipart/alternative) in UTF-8 and lines of a
 * length that every server takes, with the headers that a mail needs which nobody wrote by hand.
 */
final class MailComposer {

  private static final String UTF8 = "UTF-8";

  private final InternetAddress from;
  private final Letters letters;
  private final Clock clock;

  MailComposer(InternetAddress from, Letters letters, Clock clock) {
    this.from = from;
    this.letters = letters;
    this.clock = clock;
  }

  /**
   * The message about something.
   *
   * @param key what it is sent once for; the same key gives the same Message-ID, so that a receiver
   *     who gets it twice can tell
   * @param unsubscribeUrl with https it can be unsubscribed from with one click (RFC 8058)
   */
  MimeMessage compose(
      MailAddress to,
      MailTemplate template,
      String subject,
      String text,
      String key,
      String unsubscribeUrl) {
    Letter letter = letters.write(template, subject, text, unsubscribeUrl);
    try {
      var message = new KeyedMessage(messageId(key));
      message.setFrom(from);
      message.setRecipient(Message.RecipientType.TO, new InternetAddress(to.address(), false));
      message.setSubject(subject, UTF8);
      message.setSentDate(Date.from(clock.instant()));
      message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no answers by machines
      message.setHeader("List-Unsubscribe", "<" + unsubscribeUrl + ">");
      if (unsubscribeUrl.startsWith("https:")) {
        message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
      }
      var content = new MimeMultipart("alternative");
      content.addBodyPart(part(letter.text(), "plain"));
      content.addBodyPart(part(letter.html(), "html"));
      message.setContent(content);
      message.saveChanges();
      return message;
    } catch (MessagingException e) {
      throw new IllegalStateException("A mail could not be made", e);
    }
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    var part = new MimeBodyPart();
    part.setText(text, UTF8, subtype);
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  private String messageId(String key) {
    byte[] hash = Sha256.of(("veetssuites mail " + key).getBytes(UTF_8));
    String address = from.getAddress();
    return "<%s%s>"
        .formatted(
            HexFormat.of().formatHex(hash, 0, 16), address.substring(address.lastIndexOf('@')));
  }

  private static final class KeyedMessage extends MimeMessage {
    private final String id;

    KeyedMessage(String id) {
      super((@Nullable Session) null);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
