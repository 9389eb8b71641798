package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnsubscribeTest {

  private final PlatformServer server = PlatformServer.shared();
  private final Readers readers = server.bean(Readers.class);
  private final Account student = server.student();

  private String link(String email) {
    URI url = URI.create(readers.ofAddress(MailAddress.parse(email)).unsubscribeUrl());
    return url.getRawPath() + "?" + url.getRawQuery();
  }

  private boolean wanted() {
    return student
        .client()
        .get("/api/users/profile/")
        .expect(200)
        .json()
        .get("email_notifications")
        .asBoolean();
  }

  private boolean refused(String email) {
    return readers.ofAddress(MailAddress.parse(email)).refusal() != null;
  }

  @Test
  void looking_at_the_link_changes_nothing_and_posting_to_it_unsubscribes() {
    String link = link(student.email());
    assertThat(wanted()).isTrue();
    Answer page = server.anonymous().get(link).expect(200);
    assertThat(page.body()).contains("<form method=\"post\">").doesNotContain(student.email());
    assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("form-action 'self'");
    assertThat(page.header("Cache-Control")).hasValue("no-store");
    server.anonymous().send("HEAD", link, null).expect(200);
    assertThat(wanted()).isTrue();

    Answer done =
        server
            .anonymous()
            .post(
                link,
                "List-Unsubscribe=One-Click",
                "Content-Type",
                "application/x-www-form-urlencoded")
            .expect(200);
    assertThat(done.body()).doesNotContain("<form");
    assertThat(wanted()).isFalse();
    assertThat(refused(student.email())).isTrue();
    server.anonymous().post(link, null).expect(200);

    Answer profile = student.client().get("/api/users/profile/").expect(200);
    student
        .client()
        .patch(
            "/api/users/profile/", Map.of("email_notifications", true), "If-Match", profile.tag())
        .expect(200);
    assertThat(wanted()).isTrue();
    assertThat(refused(student.email())).isFalse();
  }

  @Test
  void one_click_may_be_a_multipart_body_which_is_not_read() {
    server
        .anonymous()
        .post(
            link(student.email()),
            "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click",
            "Content-Type",
            "multipart/form-data; boundary=b")
        .expect(200);
    assertThat(wanted()).isFalse();
  }

  @Test
  void whoever_has_no_account_gets_no_mail_either() {
    String stranger = "stranger" + UUID.randomUUID() + "@example.org";
    assertThat(refused(stranger)).isFalse();
    server.anonymous().post(link(stranger), null).expect(200);
    server.anonymous().post(link(stranger), null).expect(200);
    assertThat(refused(stranger)).isTrue();
    assertThat(refused("S" + stranger.substring(1))).isTrue();
  }

  @Test
  void a_link_that_was_not_made_here_is_refused() {
    String link = link(student.email());
    String other = link(server.student().email());
    String mixed = other.replaceFirst("\\..*", "") + link.replaceFirst("[^.]*", "");
    for (String forged :
        new String[] {
          UnsubscribeLinks.PATH + "/",
          UnsubscribeLinks.PATH + "/?token=",
          UnsubscribeLinks.PATH + "/?token=u1",
          link + "x",
          link.replaceFirst("token=u", "token=u1"),
          mixed,
          link.replace("token=", "other=")
        }) {
      assertThat(server.anonymous().get(forged).expect(403).body())
          .contains("unsubscribe-link-refused");
      server.anonymous().post(forged, null).expect(403);
    }
    assertThat(wanted()).isTrue();
  }

  @Test
  void the_preference_is_true_or_false() {
    for (Object value : new Object[] {"no", 0}) {
      student
          .client()
          .patch("/api/users/profile/", Map.of("email_notifications", value), "If-Match", "*")
          .expect(400);
    }
    assertThat(wanted()).isTrue();
  }
}
