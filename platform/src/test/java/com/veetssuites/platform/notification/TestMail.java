package com.veetssuites.platform.notification;

import com.veetssuites.platform.notification.MailProperties.Tls;
import com.veetssuites.platform.notification.MailTransport.Parcel;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** Settings and mails of tests. */
final class TestMail {

  static final Duration SHORT = Duration.ofMillis(300);

  private TestMail() {}

  static MailProperties settings(int port, Tls tls, String username, String password) {
    return settings(
        port, tls, username, password, 3, Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  static MailProperties settings(int port) {
    return settings(port, Tls.NONE, "", "");
  }

  /** Time-outs that a test can wait for. */
  static MailProperties impatient(int port, Duration readTimeout, Duration sendTimeout) {
    return settings(port, Tls.NONE, "", "", 3, readTimeout, sendTimeout);
  }

  private static MailProperties settings(
      int port,
      Tls tls,
      String username,
      String password,
      int connections,
      Duration readTimeout,
      Duration sendTimeout) {
    return new MailProperties(
        "127.0.0.1",
        port,
        tls,
        null,
        username,
        password,
        "Veets Suites <no-reply@veets.example>",
        URI.create("https://veets.example"),
        connections,
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        readTimeout,
        Duration.ofSeconds(5),
        sendTimeout,
        List.of(),
        Duration.ofDays(90));
  }

  static SmtpRelay relay(MailProperties settings) {
    return new SmtpRelay(settings, new SmtpSession(settings, null));
  }

  static SmtpRelay relay(MailProperties settings, SSLSocketFactory trusting) {
    return new SmtpRelay(settings, new SmtpSession(settings, () -> trusting));
  }

  static MailComposer composer() {
    try {
      return new MailComposer(
          new InternetAddress("no-reply@veets.example", "Veets Suites", "UTF-8"),
          new Letters(),
          Clock.systemUTC());
    } catch (java.io.UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Parcel parcel(String key) {
    return parcel(key, "ada@example.org", "Hello", "A message");
  }

  static Parcel parcel(String key, String email, String subject, String text) {
    MailAddress to = MailAddress.parse(email);
    return new Parcel(
        composer()
            .compose(
                to,
                MailTemplate.NOTIFICATION,
                subject,
                text,
                key,
                "https://veets.example/api/notifications/unsubscribe/?token=t"),
        to,
        key,
        Instant.parse("2026-11-23T10:15:30Z"));
  }
}
