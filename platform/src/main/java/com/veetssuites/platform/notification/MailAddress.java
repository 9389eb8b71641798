package com.veetssuites.platform.notification;

import com.veetssuites.task.PermanentFailure;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a mail goes: one address, in a form that SMTP takes (RFC 5321; a domain in another script
 * in its ASCII form, RFC 5891).
 *
 * @param address as it is written to
 */
record MailAddress(String address) {

  private static final int MAX_LENGTH = 254;

  /**
   * The address that a text is.
   *
   * @throws PermanentFailure when it is none
   */
  static MailAddress parse(String text) {
    String stripped = text.strip();
    int at = stripped.lastIndexOf('@');
    try {
      if (at < 1 || stripped.length() > MAX_LENGTH) {
        throw new AddressException();
      }
      String address = stripped.substring(0, at + 1) + IDN.toASCII(stripped.substring(at + 1));
      if (address.length() > MAX_LENGTH || !address.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new AddressException();
      }
      return new MailAddress(new InternetAddress(address, true).getAddress());
    } catch (AddressException | IllegalArgumentException e) {
      // Neither the text nor the exception, which quotes it: it may be anything.
      throw new PermanentFailure(
          "The recipient (%d characters) is no e-mail address; it must be one such as ada@example.org, in ASCII before the @."
              .formatted(text.length()));
    }
  }

  /** What the same mailbox is known as, whatever the case it is written in. */
  String normalised() {
    return address.toLowerCase(Locale.ROOT);
  }

  /** What somebody says about this address, in a form for logs and the reasons of tasks. */
  String masked(String text) {
    return Pattern.compile(address, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .replaceAll(Matcher.quoteReplacement(toString()));
  }

  /** For logs: {@code a…@example.org}. */
  @Override
  public String toString() {
    return address.charAt(0) + "…" + address.substring(address.lastIndexOf('@'));
  }
}
