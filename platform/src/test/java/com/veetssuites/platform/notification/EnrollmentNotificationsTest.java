package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.platform.enrollment.StudentEnrolled;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** From the request to the mail: through the transaction, the queue and a real worker. */
@Timeout(60)
class EnrollmentNotificationsTest {

  private final PlatformServer server = PlatformServer.shared();
  private final Account instructor = server.instructor();
  private final Account student = server.student();
  private final Account admin = server.admin();

  /** The mails of this student, as soon as there are so many. */
  private List<MimeMessage> mails(int count) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(this::mails, mails -> mails.size() == count);
  }

  private List<MimeMessage> mails() throws Exception {
    Path outbox = server.bean(DataFolder.class).path().resolve("outbox");
    List<MimeMessage> mails = new ArrayList<>();
    if (Files.isDirectory(outbox)) {
      try (Stream<Path> files = Files.list(outbox)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".eml")).sorted().toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            var mail = new MimeMessage(Session.getInstance(new Properties()), in);
            if (mail.getAllRecipients()[0].toString().equals(student.email())) {
              mails.add(mail);
            }
          }
        }
      }
    }
    return mails;
  }

  private static String text(MimeMessage mail) throws Exception {
    return ((String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent())
        .replace("\r\n", "\n");
  }

  private JsonNode enroll(String price) {
    return student
        .client()
        .post("/api/courses/" + server.course(instructor, price, true) + "/enroll/", null)
        .expect(201)
        .json();
  }

  @Test
  void enrolling_sends_a_mail_once() throws Exception {
    JsonNode enrollment = enroll("0");
    student
        .client()
        .post("/api/courses/" + enrollment.at("/course/id").asLong() + "/enroll/", null)
        .expect(200);
    MimeMessage mail = mails(1).getFirst();
    assertThat(mail.getSubject()).isEqualTo("You are enrolled in “Analytical engines”");
    assertThat(text(mail))
        .startsWith("[Enrollment]\n")
        .contains("Its sessions are in your courses now.");
    assertThat(mail.getHeader("List-Unsubscribe")[0])
        .startsWith("<http://localhost:8000/api/notifications/unsubscribe/?token=u" + student.id());
    assertThat(ledger("enrollment:" + enrollment.get("id").asLong())).isEqualTo("sent");
  }

  @Test
  void a_payment_sends_another_mail() throws Exception {
    JsonNode enrollment = enroll("49.90");
    assertThat(text(mails(1).getFirst())).contains("until the payment of 49.90 USD has been made");
    admin
        .client()
        .patch(
            "/api/enrollments/" + enrollment.get("id").asLong() + "/",
            Map.of("payment_status", "completed"),
            "If-Match",
            "*")
        .expect(200);
    MimeMessage mail = mails(2).stream().filter(this::isReceipt).findFirst().orElseThrow();
    assertThat(text(mail))
        .startsWith("[Payment]\n")
        .contains("We have received 49.90 USD for “Analytical engines”.");
  }

  private boolean isReceipt(MimeMessage mail) {
    try {
      return mail.getSubject().startsWith("Your payment for");
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoever_has_unsubscribed_enrolls_without_a_mail() throws Exception {
    student
        .client()
        .patch("/api/users/profile/", Map.of("email_notifications", false), "If-Match", "*")
        .expect(200);
    String key = "enrollment:" + enroll("0").get("id").asLong();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ledger(key).equals("skipped"));
    assertThat(mails()).isEmpty();
  }

  @Test
  void an_enrollment_that_is_rolled_back_sends_nothing() throws IOException {
    long nobody = 900_000_000_000L;
    server
        .bean(TransactionOperations.class)
        .executeWithoutResult(status -> {
          server
              .bean(EnrollmentNotifications.class)
              .on(
                  new StudentEnrolled(
                      nobody, student.email(), "Nothing", true, BigDecimal.ZERO, "USD"));
          status.setRollbackOnly();
        });
    // What was enqueued after it has been sent, and it has not.
    enroll("0");
    assertThat(mails(1)).hasSize(1);
    assertThat(ledger("enrollment:" + nobody)).isEqualTo("none");
  }

  private String ledger(String key) {
    return server
        .database()
        .sql("SELECT status FROM notifications WHERE idempotency_key = :key")
        .param("key", key)
        .query(String.class)
        .optional()
        .orElse("none");
  }
}
