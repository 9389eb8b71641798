package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.database.DataFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** Settings that cannot work fail the start with a sentence. */
class MailSettingsTest {

  private final NotificationConfiguration configuration = new NotificationConfiguration();

  private static MailProperties settings(String... settings) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String setting : settings) {
      map.put("veets.mail." + setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    return new Binder(new MapConfigurationPropertySource(map))
        .bindOrCreate("veets.mail", MailProperties.class);
  }

  private MailTransport start(String... settings) {
    MailProperties properties = settings(settings);
    configuration.mailComposer(properties, new Letters(), Clock.systemUTC());
    return configuration.mailTransport(
        properties,
        configuration.outbox(new DataFolder(Path.of("data"))),
        new DefaultSslBundleRegistry());
  }

  @Test
  void nothing_configured_is_the_outbox_and_a_host_is_smtp() {
    assertThat(start()).isInstanceOf(Outbox.class);
    assertThat(start("host=mail.example.org", "from=Veets <no-reply@example.org>"))
        .isInstanceOf(SmtpRelay.class);
    assertThat(settings("tls=starttls").portOrDefault()).isEqualTo(587);
    assertThat(settings("tls=implicit").portOrDefault()).isEqualTo(465);
    assertThat(settings("tls=none").portOrDefault()).isEqualTo(25);
    assertThat(settings("tls=none", "port=2525").portOrDefault()).isEqualTo(2525);
    assertThat(settings("password=secret").toString()).doesNotContain("secret");
  }

  @Test
  void what_cannot_work_is_told() {
    String host = "host=192.0.2.1";
    String from = "from=no-reply@example.org";
    refused("VEETS_MAIL_FROM must be set too", host);
    refused("VEETS_MAIL_FROM is no e-mail address", host, "from=nobody");
    refused("VEETS_MAIL_FROM is no e-mail address", host, "from=a@example.org, b@example.org");
    refused("VEETS_MAIL_PUBLIC_URL is veets.example.org", "public-url=veets.example.org");
    refused("connections must be from 1", "connections=0");
    refused("time-out in veets.mail", "read-timeout=0s");
    refused("\"ops\", which is no e-mail address", "alert-recipients=ada@example.org,ops");
    refused("SSL bundle nowhere", host, from, "ssl-bundle=nowhere");
    refused("password in the clear", host, from, "tls=none", "username=veets", "password=secret");
    assertThat(start("host=127.0.0.1", from, "tls=none", "username=veets", "password=secret"))
        .isInstanceOf(SmtpRelay.class);
  }

  private void refused(String part, String... settings) {
    assertThatThrownBy(() -> start(settings))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("secret");
  }
}
