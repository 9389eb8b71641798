package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.veetssuites.platform.notification.MailProperties.Tls;
import com.veetssuites.platform.notification.MailTransport.Parcel;
import com.veetssuites.task.PermanentFailure;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at a real mail server, parsed back, is what was written and nothing more. */
@Timeout(60)
class MessageTest {

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private MimeMessage send(Parcel parcel) throws Exception {
    MailProperties settings = TestMail.settings(server.getSmtp().getPort());
    try (SmtpRelay relay = TestMail.relay(settings)) {
      assertThat(relay.deliver(parcel, () -> true)).isInstanceOf(Delivery.Delivered.class);
    }
    return server.getReceivedMessages()[0];
  }

  private static BodyPart part(MimeMessage message, int index) throws Exception {
    return ((MimeMultipart) message.getContent()).getBodyPart(index);
  }

  private static String text(BodyPart part) throws Exception {
    return ((String) part.getContent()).replace("\r\n", "\n");
  }

  @Test
  void both_parts_and_all_headers_come_back() throws Exception {
    String text =
        "Grüße aus 東京 😀 & <b>bold</b>\nsecond line\n\n.\n.hidden dot\n"
            + "long ".repeat(800)
            + "\n \nlast {{subject}}";
    MimeMessage message =
        send(
            TestMail.parcel("enrollment:7", "Ada.Lovelace@example.org", "Zażółć „gęślą” 😀", text));

    assertThat(message.getSubject()).isEqualTo("Zażółć „gęślą” 😀");
    assertThat(message.getFrom())
        .containsExactly(new InternetAddress("no-reply@veets.example", "Veets Suites"));
    assertThat(message.getAllRecipients())
        .containsExactly(new InternetAddress("Ada.Lovelace@example.org"));
    assertThat(message.getSentDate()).isNotNull();
    assertThat(message.getMessageID()).matches("<[0-9a-f]{32}@veets\\.example>");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getHeader("List-Unsubscribe"))
        .containsExactly("<https://veets.example/api/notifications/unsubscribe/?token=t>");
    assertThat(message.getHeader("List-Unsubscribe-Post"))
        .containsExactly("List-Unsubscribe=One-Click");
    assertThat(message.getContentType()).startsWith("multipart/alternative");
    BodyPart plain = part(message, 0);
    assertThat(plain.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat(text(plain))
        .startsWith(
            "Zażółć „gęślą” 😀\n\nGrüße aus 東京 😀 & <b>bold</b>\nsecond line\n\n.\n.hidden dot\n")
        .contains("long ".repeat(800).stripTrailing())
        .contains("last {{subject}}\n\n-- \n")
        .contains("Unsubscribe: https://veets.example/api/notifications/unsubscribe/?token=t");
    BodyPart html = part(message, 1);
    assertThat(html.getContentType()).isEqualTo("text/html; charset=UTF-8");
    assertThat(text(html))
        .contains("Grüße aus 東京 😀 &amp; &lt;b&gt;bold&lt;/b&gt;<br>second line</p>")
        .contains("<p style=\"margin:0 0 16px\">last {{subject}}</p>")
        .doesNotContain("<b>");
    assertThat(raw(message).lines()).allMatch(line -> line.length() <= 998);
  }

  private static String raw(MimeMessage message) throws Exception {
    var bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void the_same_key_gives_the_same_message_id_and_another_key_another() throws Exception {
    String first = TestMail.parcel("a").message().getMessageID();
    assertThat(TestMail.parcel("a").message().getMessageID()).isEqualTo(first);
    assertThat(TestMail.parcel("b").message().getMessageID()).isNotEqualTo(first);
  }

  @Test
  void a_subject_never_becomes_a_header() throws Exception {
    String subject = OneLine.of("Hi\r\nBcc: eve@example.org\r\n\r\n<p>body\u2028x\u0000y", 300);
    assertThat(subject).isEqualTo("Hi Bcc: eve@example.org <p>body x y");
    MimeMessage message = send(TestMail.parcel("key", "ada@example.org", subject, "x"));
    assertThat(message.getSubject()).isEqualTo(subject);
    assertThat(message.getAllRecipients()).hasSize(1);
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(text(part(message, 1))).contains("&lt;p&gt;body").doesNotContain("<p>body");
  }

  @Test
  void a_text_never_ends_the_message_or_begins_a_part() throws Exception {
    MimeMessage message =
        send(
            TestMail.parcel(
                "key",
                "ada@example.org",
                "Hello",
                "one\r\n.\r\nMAIL FROM:<eve@example.org>\r\n------=_Part_0\r\n\r\nlast"));
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(((MimeMultipart) message.getContent()).getCount()).isEqualTo(2);
    assertThat(text(part(message, 0)))
        .contains("\n.\nMAIL FROM:<eve@example.org>\n")
        .contains("last");
  }

  @Test
  void a_long_subject_is_folded_and_whole() throws Exception {
    String subject = "wörd ".repeat(59) + "end";
    MimeMessage message = send(TestMail.parcel("key", "ada@example.org", subject, "x"));
    assertThat(message.getSubject()).isEqualTo(subject);
    assertThat(OneLine.of("x".repeat(301), 300)).hasSize(300).endsWith("x…");
    assertThat(OneLine.of("😀".repeat(301), 300).codePointCount(0, 599)).isEqualTo(300);
    assertThat(OneLine.of("a\ud800b", 300)).isEqualTo("a\uFFFDb");
  }

  @Test
  void tls_and_a_log_in_on_a_real_server(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.of("ip:127.0.0.1", folder);
    System.setProperty(
        DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY,
        certificate.file().toString());
    System.setProperty(
        DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_PASSWORD_PROPERTY, TestCertificate.PASSWORD);
    var secure = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtps"));
    try {
      secure.setUser("veets@example.org", "veets", "pässword");
      secure.getManagers().getUserManager().setAuthRequired(true);
      secure.start();
      int port = secure.getSmtps().getPort();
      MailProperties right = TestMail.settings(port, Tls.IMPLICIT, "veets", "pässword");
      MailProperties wrong = TestMail.settings(port, Tls.IMPLICIT, "veets", "another");
      try (SmtpRelay relay = TestMail.relay(right, certificate.sockets());
          SmtpRelay refused = TestMail.relay(wrong, certificate.sockets());
          SmtpRelay distrustful = TestMail.relay(right)) {
        Parcel parcel = TestMail.parcel("key");
        assertThat(relay.deliver(parcel, () -> true)).isInstanceOf(Delivery.Delivered.class);
        assertThat(relay.deliver(parcel, () -> true)).isInstanceOf(Delivery.Delivered.class);
        assertThat(refused.deliver(parcel, () -> true)).isInstanceOf(Delivery.Misconfigured.class);
        assertThat(distrustful.deliver(parcel, () -> true)).isInstanceOf(Delivery.Deferred.class);
      }
      assertThat(secure.getReceivedMessages()).hasSize(2);
    } finally {
      secure.stop();
      System.clearProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY);
      System.clearProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_PASSWORD_PROPERTY);
    }
  }

  @Test
  void each_template_writes_both_forms_and_an_unknown_one_names_those_that_exist() {
    var letters = new Letters();
    for (MailTemplate template : MailTemplate.values()) {
      var letter =
          letters.write(template, "A <subject>", "One\n\nTwo", "https://x.example/?a=b&c=\"");
      assertThat(letter.text()).contains("A <subject>\n\nOne\n\nTwo\n").doesNotContain("{{");
      assertThat(letter.html())
          .contains("A &lt;subject&gt;", "Two</p>", "Unsubscribe</a>", "</html>")
          .doesNotContain("{{")
          .doesNotContain("c=\"\"");
    }
    assertThatThrownBy(() -> MailTemplate.named("welcome\r\n"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage(
            "There is no mail template \"welcome\"; there are notification, enrollment, payment, recording-available, alert.");
  }

  @Test
  void only_an_address_is_an_address() {
    for (String email :
        List.of(
            "",
            "@",
            "ada",
            "ada@",
            "@example.org",
            "ada@example.org\r\nRCPT TO:<eve@example.org>",
            "ada@example.org, eve@example.org",
            "ada@example.org>",
            "Ada <ada@example.org>",
            "ada lovelace@example.org",
            "ada\u0000@example.org",
            "ädä@example.org",
            "ada@exa mple.org",
            "a".repeat(250) + "@example.org")) {
      assertThatThrownBy(() -> MailAddress.parse(email))
          .as(email)
          .isInstanceOf(PermanentFailure.class);
    }
    assertThat(MailAddress.parse(" Ada@Bücher.example ").address())
        .isEqualTo("Ada@xn--bcher-kva.example");
    assertThat(MailAddress.parse("ops@localhost").address()).isEqualTo("ops@localhost");
    assertThat(MailAddress.parse("ada@example.org")).hasToString("a…@example.org");
  }
}
