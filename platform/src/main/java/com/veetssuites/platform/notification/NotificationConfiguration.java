package com.veetssuites.platform.notification;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.platform.notification.MailProperties.Tls;
import com.veetssuites.task.PermanentFailure;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

  private static final int MOST_RECIPIENTS = 20;
  private static final String NOBODY = "VeetsSuites <no-reply@localhost>";

  @Bean
  Outbox outbox(DataFolder dataFolder) {
    return new Outbox(dataFolder.path().toAbsolutePath().normalize().resolve("outbox"));
  }

  @Bean
  @Primary
  MailTransport mailTransport(MailProperties properties, Outbox outbox, SslBundles bundles) {
    check(properties);
    if (properties.host().isEmpty()) {
      return outbox;
    }
    return new SmtpRelay(properties, new SmtpSession(properties, trusting(properties, bundles)));
  }

  @Bean
  MailComposer mailComposer(MailProperties properties, Letters letters, Clock clock) {
    return new MailComposer(from(properties), letters, clock);
  }

  private static @Nullable Supplier<SSLSocketFactory> trusting(
      MailProperties properties, SslBundles bundles) {
    String name = properties.sslBundle();
    if (name == null || name.isEmpty()) {
      return null;
    }
    try {
      var bundle = bundles.getBundle(name);
      return () -> bundle.createSslContext().getSocketFactory();
    } catch (NoSuchSslBundleException e) {
      throw new CommandFailed(
          "veets.mail.ssl-bundle names the SSL bundle %s, which does not exist; define it as spring.ssl.bundle.pem.%s.*"
              .formatted(name, name),
          e);
    }
  }

  private static InternetAddress from(MailProperties properties) {
    String from = properties.from();
    if (from.isEmpty()) {
      if (!properties.host().isEmpty()) {
        throw new CommandFailed(
            "With VEETS_MAIL_HOST set, VEETS_MAIL_FROM must be set too: whom mails are from, such as \"VeetsSuites <no-reply@example.org>\".");
      }
      from = NOBODY;
    }
    try {
      InternetAddress[] addresses = InternetAddress.parse(from, true);
      if (addresses.length == 1 && !addresses[0].isGroup()) {
        addresses[0].validate();
        // Once more, so that a name in any script is encoded.
        return new InternetAddress(addresses[0].getAddress(), addresses[0].getPersonal(), "UTF-8");
      }
    } catch (AddressException | java.io.UnsupportedEncodingException e) {
      // told below
    }
    throw new CommandFailed(
        "VEETS_MAIL_FROM is no e-mail address; it must be one such as \"VeetsSuites <no-reply@example.org>\".");
  }

  private static void check(MailProperties properties) {
    String scheme = properties.publicUrl().getScheme();
    if (properties.publicUrl().getHost() == null || !Set.of("http", "https").contains(scheme)) {
      throw new CommandFailed(
          "VEETS_MAIL_PUBLIC_URL is %s; it must be where the server is reached, such as https://veets.example.org."
              .formatted(properties.publicUrl()));
    }
    checkRecipients(properties.alertRecipients());
    if (properties.connections() < 1 || properties.connections() > 100) {
      throw new CommandFailed("veets.mail.connections must be from 1 to 100.");
    }
    for (Duration limit :
        new Duration[] {
          properties.idleTimeout(),
          properties.connectTimeout(),
          properties.readTimeout(),
          properties.writeTimeout(),
          properties.sendTimeout()
        }) {
      if (!limit.isPositive() || limit.compareTo(Duration.ofHours(1)) > 0) {
        throw new CommandFailed(
            "A time-out in veets.mail is %s; each must be above 0 and at most 1h."
                .formatted(limit));
      }
    }
    if (properties.kept().compareTo(Duration.ofDays(1)) < 0) {
      throw new CommandFailed(
          "veets.mail.kept is %s; at least a day is needed, or a mail could be sent twice."
              .formatted(properties.kept()));
    }
    if (properties.tls() == Tls.NONE
        && !properties.username().isEmpty()
        && !properties.host().isEmpty()
        && !isThisMachine(properties.host())) {
      throw new CommandFailed(
          "VEETS_MAIL_TLS=none would send the password in the clear to %s; use starttls or implicit, or no username."
              .formatted(properties.host()));
    }
  }

  private static void checkRecipients(List<String> recipients) {
    if (recipients.size() > MOST_RECIPIENTS) {
      throw new CommandFailed(
          "VEETS_MAIL_ALERT_RECIPIENTS are %d; %d are possible."
              .formatted(recipients.size(), MOST_RECIPIENTS));
    }
    for (String recipient : recipients) {
      try {
        MailAddress.parse(recipient);
      } catch (PermanentFailure e) {
        throw new CommandFailed(
            "VEETS_MAIL_ALERT_RECIPIENTS has \"%s\", which is no e-mail address; they must be such as ops@example.org,ada@example.org."
                .formatted(OneLine.of(recipient, 100)),
            e);
      }
    }
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
