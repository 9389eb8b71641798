package com.veetssuites.platform.notification;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of mail.
 *
 * @param host SMTP server; empty: mails become files in the folder outbox of the data folder
 * @param port its port; by default 587 with starttls, 465 with implicit, 25 with none
 * @param tls starttls (the connection is refused when the server cannot), implicit or none
 * @param sslBundle name of an SSL bundle whose authorities are trusted instead of those of Java
 * @param username who logs in there; empty: without authentication
 * @param password of the user name
 * @param from what mails are from, such as {@code VeetsSuites <no-reply@example.org>}; required
 *     with a host
 * @param publicUrl where the server is reached from outside, for the links in mails; with https
 *     they can be unsubscribed from with one click
 * @param connections how many are open to the server at most
 * @param idleTimeout how long a connection may lie unused before it is closed
 * @param connectTimeout how long a connection may take to be made
 * @param readTimeout how long an answer of the server may take
 * @param writeTimeout how long the server may take to accept what is sent
 * @param sendTimeout how long one mail may take, everything included
 * @param alertRecipients who is written to when an alert fires or is resolved
 * @param kept how long the ledger and the files of the outbox are kept, at least a day
 */
@ConfigurationProperties("veets.mail")
record MailProperties(
    @DefaultValue("") String host,
    @Nullable Integer port,
    @DefaultValue("starttls") Tls tls,
    @Nullable String sslBundle,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("") String from,
    @DefaultValue("http://localhost:8000") URI publicUrl,
    @DefaultValue("4") int connections,
    @DefaultValue("30s") Duration idleTimeout,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("60s") Duration readTimeout,
    @DefaultValue("30s") Duration writeTimeout,
    @DefaultValue("3m") Duration sendTimeout,
    @DefaultValue List<String> alertRecipients,
    @DefaultValue("90d") Duration kept) {

  /** How a connection is encrypted. */
  enum Tls {
    STARTTLS(587),
    IMPLICIT(465),
    NONE(25);

    private final int port;

    Tls(int port) {
      this.port = port;
    }
  }

  int portOrDefault() {
    return port == null ? tls.port : port;
  }

  @Override
  public String toString() {
    return "MailProperties[host=%s, tls=%s, password=***]".formatted(host, tls);
  }
}
