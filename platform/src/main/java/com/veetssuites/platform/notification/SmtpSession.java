package com.veetssuites.platform.notification;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The settings of mail as Jakarta Mail takes them; read when the first mail is sent. */
final class SmtpSession {

  private static final String NAME = "mail.smtp.";

  private final MailProperties properties;
  private final @Nullable Supplier<SSLSocketFactory> trusting;
  private @Nullable Session session;

  SmtpSession(MailProperties properties) {
    this(properties, null);
  }

  /** With sockets that trust other authorities than Java does. */
  SmtpSession(MailProperties properties, @Nullable Supplier<SSLSocketFactory> trusting) {
    this.properties = properties;
    this.trusting = trusting;
  }

  synchronized Session get() {
    if (session == null) {
      session = Session.getInstance(settings());
    }
    return session;
  }

  private Properties settings() {
    var settings = new Properties();
    String host = Objects.requireNonNullElse(properties.publicUrl().getHost(), "localhost");
    settings.put(NAME + "localhost", host); // what we say we are; looked up in DNS otherwise
    settings.put(NAME + "auth", Boolean.toString(!properties.username().isEmpty()));
    settings.put(NAME + "connectiontimeout", millis(properties.connectTimeout()));
    settings.put(NAME + "timeout", millis(properties.readTimeout()));
    settings.put(NAME + "writetimeout", millis(properties.writeTimeout()));
    settings.put(NAME + "quitwait", "false");
    boolean starttls = properties.tls() == MailProperties.Tls.STARTTLS;
    settings.put(NAME + "starttls.enable", Boolean.toString(starttls));
    settings.put(NAME + "starttls.required", Boolean.toString(starttls));
    settings.put(
        NAME + "ssl.enable", Boolean.toString(properties.tls() == MailProperties.Tls.IMPLICIT));
    settings.put(NAME + "ssl.checkserveridentity", "true");
    settings.put(NAME + "ssl.protocols", "TLSv1.3 TLSv1.2");
    if (trusting != null) {
      settings.put(NAME + "ssl.socketFactory", trusting.get());
      settings.put(NAME + "ssl.socketFactory.fallback", "false");
    }
    return settings;
  }

  private static String millis(Duration duration) {
    return Long.toString(Math.max(1, duration.toMillis()));
  }
}
