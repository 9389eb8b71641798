package com.veetssuites.platform.enrollment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.Together;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.JsonNode;

class PaymentCallbackTest {

  private static final String SECRET = "a secret of the payment provider";

  private final PlatformServer server = PlatformServer.shared();
  private final Account instructor = server.instructor();
  private final Account student = server.student();
  private final long course = server.course(instructor, "10", true);

  @Test
  void a_signed_callback_completes_the_enrollment() {
    String payment = enroll();
    JsonNode reported = report(payment, "completed").expect(200).json();
    assertThat(reported.get("payment_status").asString()).isEqualTo("completed");
    assertThat(reported.get("applied").asBoolean()).isTrue();
    assertThat(status()).isEqualTo("completed");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void a_replayed_callback_changes_nothing() throws Exception {
    String payment = enroll();
    String body = body(payment, "completed");
    String signature = sign(Instant.now(), body, SECRET);
    List<Answer> answers = Together.times(6, () -> send(body, signature).expect(200));
    assertThat(answers).filteredOn(answer -> answer.json().get("applied").asBoolean()).hasSize(1);
    assertThat(count()).isEqualTo(1);
    assertThat(
            server
                .database()
                .sql(
                    "SELECT count(*) FROM webhook_events WHERE source = 'payment' AND event_id = ?")
                .param(signature.replaceFirst(".*v1=", ""))
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void a_late_failure_does_not_undo_a_success() {
    String payment = enroll();
    report(payment, "completed").expect(200);
    JsonNode late = report(payment, "failed").expect(200).json();
    assertThat(late.get("applied").asBoolean()).isFalse();
    assertThat(late.get("payment_status").asString()).isEqualTo("completed");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void a_late_success_completes_a_failed_payment() {
    String payment = enroll();
    report(payment, "failed").expect(200);
    assertThat(status()).isEqualTo("failed");
    report(payment, "completed").expect(200);
    assertThat(status()).isEqualTo("completed");
  }

  @Test
  void of_a_replaced_attempt_success_counts_and_failure_does_not() {
    String first = enroll();
    report(first, "failed").expect(200);
    String second = enroll();
    assertThat(second).isNotEqualTo(first);
    assertThat(report(first, "failed").expect(200).json().get("applied").asBoolean()).isFalse();
    assertThat(status()).isEqualTo("pending");
    assertThat(report(first, "completed").expect(200).json().get("applied").asBoolean()).isTrue();
    assertThat(status()).isEqualTo("completed");
    assertThat(report(second, "failed").expect(200).json().get("applied").asBoolean()).isFalse();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void a_callback_that_is_not_signed_right_now_by_the_provider_is_refused() {
    String body = body(enroll(), "completed");
    Instant now = Instant.now();
    String good = sign(now, body, SECRET);
    List<String> refused =
        List.of(
            "",
            "t=" + now.getEpochSecond(),
            "v1=" + "0".repeat(64),
            "t=" + now.getEpochSecond() + ",v1=" + "0".repeat(64),
            good.substring(0, good.length() - 1),
            good.replace("v1=", "v0="),
            good.replaceFirst("t=\\d+", "t=" + now.plusSeconds(1).getEpochSecond()),
            sign(now, body + " ", SECRET),
            sign(now, body, "another secret"),
            sign(now.minusSeconds(301), body, SECRET),
            sign(now.plusSeconds(310), body, SECRET),
            "t=99999999999999999999,v1=" + "0".repeat(64),
            "t=999999999999,v1=" + "z".repeat(64));
    for (String signature : refused) {
      Answer answer = send(body, signature);
      assertThat(answer.status()).as(signature).isEqualTo(401);
      assertThat(answer.body()).doesNotContain(SECRET);
    }
    server.anonymous().post("/api/payments/callback/", body).expect(401);
    assertThat(status()).isEqualTo("pending");
    send(
            body,
            "t="
                + now.getEpochSecond()
                + ",v1="
                + "0".repeat(64)
                + ","
                + good.substring(good.indexOf("v1=")))
        .expect(200);
  }

  @Test
  void a_genuine_callback_that_makes_no_sense_is_explained() {
    assertThat(report("pay_unknown", "completed").status()).isEqualTo(404);
    assertThat(report("pay_unknown", "pending").status()).isEqualTo(400);
    for (String body :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{\"payment_id\": \"x\"}",
            "{\"status\": \"failed\"}",
            "{\"payment_id\": \"x\", \"status\": \"paid\"}",
            "{\"payment_id\": \"\\u0000\", \"status\": \"failed\"}",
            "{\"payment_id\": 5, \"status\": \"failed\"}",
            "{\"payment_id\": \"x\", \"status\": \"failed\", \"more\": 1}")) {
      Answer answer = send(body, sign(Instant.now(), body, SECRET));
      assertThat(answer.status()).as("%s: %s", body, answer.body()).isEqualTo(400);
    }
  }

  @Test
  void without_a_secret_every_callback_is_refused_as_not_configured() {
    try (PlatformServer unconfigured =
        PlatformServer.start(
            PostgresExtension.createDatabase(), "veets.payments.callback-secret=")) {
      String body = body("pay_1", "completed");
      Answer answer =
          unconfigured
              .anonymous()
              .post(
                  "/api/payments/callback/",
                  body,
                  "X-Payment-Signature",
                  sign(Instant.now(), body, "" + "x"));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("detail").asString()).contains("not configured");
    }
  }

  @Test
  void the_secret_comes_from_the_environment_and_is_not_printed() {
    var sources = new MutablePropertySources();
    sources.addFirst(
        new SystemEnvironmentPropertySource(
            "systemEnvironment", Map.of("VEETS_PAYMENTS_CALLBACK_SECRET", SECRET)));
    PaymentProperties properties =
        new Binder(ConfigurationPropertySources.from(sources))
            .bind("veets.payments", PaymentProperties.class)
            .get();
    assertThat(properties.callbackSecret()).isEqualTo(SECRET);
    assertThat(properties.toString()).doesNotContain(SECRET);
  }

  private String enroll() {
    return student
        .client()
        .post("/api/courses/" + course + "/enroll/", null)
        .json()
        .get("payment_id")
        .asString();
  }

  private String status() {
    return student
        .client()
        .get("/api/users/enrollments/")
        .json()
        .get("results")
        .get(0)
        .get("payment_status")
        .asString();
  }

  private int count() {
    return server
        .anonymous()
        .get("/api/courses/" + course + "/")
        .json()
        .get("enrollment_count")
        .asInt();
  }

  private Answer report(String payment, String status) {
    return report(server, payment, status);
  }

  /** Reports the end of a payment as the provider does. */
  static Answer report(PlatformServer server, String payment, String status) {
    String body = body(payment, status);
    return server
        .anonymous()
        .post(
            "/api/payments/callback/",
            body,
            "X-Payment-Signature",
            sign(Instant.now(), body, SECRET));
  }

  private Answer send(String body, String signature) {
    return server
        .anonymous()
        .post("/api/payments/callback/", body, "X-Payment-Signature", signature);
  }

  private static String body(String payment, String status) {
    return "{\"payment_id\": \"%s\", \"status\": \"%s\"}".formatted(payment, status);
  }

  private static String sign(Instant time, String body, String secret) {
    String seconds = Long.toString(time.getEpochSecond());
    return "t="
        + seconds
        + ",v1="
        + HexFormat.of().formatHex(PaymentSignature.sign(secret, seconds, body.getBytes(UTF_8)));
  }
}
