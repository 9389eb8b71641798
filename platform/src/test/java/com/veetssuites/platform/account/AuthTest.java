package com.veetssuites.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.Together;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuthTest {

  private final PlatformServer server = PlatformServer.shared();

  @Test
  void a_registered_user_is_logged_in_and_sees_their_profile() {
    Account student = server.student();

    JsonNode profile = student.client().get("/api/users/profile/").expect(200).json();

    assertThat(profile.get("email").asString()).isEqualTo(student.email());
    assertThat(profile.get("role").asString()).isEqualTo("student");
    assertThat(profile.has("password_hash")).isFalse();
  }

  @Test
  void an_email_address_is_taken_whatever_its_case() {
    Account student = server.student();

    Answer answer = register(student.email().toUpperCase(Locale.ROOT));

    answer.expect(409);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("email");
    server.logIn(" " + student.email().toUpperCase(Locale.ROOT), PlatformServer.PASSWORD);
  }

  @Test
  void of_simultaneous_registrations_of_one_address_one_succeeds() throws Exception {
    String email = "twins" + System.nanoTime() + "@example.org";

    List<Integer> statuses =
        Together.times(8, () -> register(email).status()).stream().sorted().toList();

    assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
  }

  @Test
  void nobody_registers_as_an_administrator() {
    Answer answer =
        server
            .anonymous()
            .post(
                "/api/auth/register/",
                Map.of(
                    "email", "boss@example.org",
                    "password", PlatformServer.PASSWORD,
                    "first_name", "A",
                    "last_name", "B",
                    "role", "admin"));

    answer.expect(400);
  }

  @Test
  void a_wrong_password_and_an_unknown_account_get_the_same_answer() {
    Account student = server.student();

    Answer wrong = logIn(student.email(), "not the password");
    Answer unknown = logIn("nobody@example.org", "not the password");

    assertThat(wrong.expect(401).body()).isEqualTo(unknown.expect(401).body());
  }

  @Test
  void a_password_may_have_72_bytes_and_no_more() {
    String email = "long" + System.nanoTime() + "@example.org";
    String password = "ä".repeat(36);

    registration(email, password).expect(201);
    logIn(email, password).expect(200);
    logIn(email, password + "x").expect(401);
    registration("x" + email, password + "x").expect(400);
  }

  @Test
  void a_refresh_token_is_exchanged_for_new_tokens_once() {
    Account student = server.student();

    JsonNode tokens = refresh(student.refresh()).expect(200).json();

    assertThat(tokens.get("refresh").asString()).isNotEqualTo(student.refresh());
    server.withToken(tokens.get("access").asString()).get("/api/users/profile/").expect(200);
  }

  @Test
  void who_comes_for_tokens_may_still_send_one_that_has_expired() {
    Account student = server.student();

    server
        .withToken("expired")
        .post("/api/auth/refresh/", Map.of("refresh", student.refresh()))
        .expect(200);
    server
        .withToken("expired")
        .post(
            "/api/auth/login/",
            Map.of("email", student.email(), "password", PlatformServer.PASSWORD))
        .expect(200);
  }

  @Test
  void a_replayed_refresh_token_ends_the_whole_log_in() {
    Account student = server.student();
    JsonNode tokens = refresh(student.refresh()).expect(200).json();

    refresh(student.refresh()).expect(401);

    refresh(tokens.get("refresh").asString()).expect(401);
    server.withToken(tokens.get("access").asString()).get("/api/users/profile/").expect(401);
    student.client().get("/api/users/profile/").expect(401);
  }

  @Test
  void of_simultaneous_uses_of_a_refresh_token_at_most_one_succeeds() throws Exception {
    Account student = server.student();

    Map<Integer, Long> statuses =
        Together.times(8, () -> refresh(student.refresh()).status()).stream()
            .collect(Collectors.groupingBy(s -> s, Collectors.counting()));

    assertThat(statuses.getOrDefault(200, 0L)).isLessThanOrEqualTo(1);
    assertThat(statuses.keySet()).isSubsetOf(200, 401);
  }

  @Test
  void log_out_ends_the_access_and_the_refresh_token_at_once() {
    Account student = server.student();

    student.client().post("/api/auth/logout/", null).expect(204);

    student.client().get("/api/users/profile/").expect(401);
    refresh(student.refresh()).expect(401);
  }

  @Test
  void log_out_by_refresh_token_works_without_an_access_token() {
    Account student = server.student();

    server.anonymous().post("/api/auth/logout/", Map.of("refresh", student.refresh())).expect(204);

    student.client().get("/api/users/profile/").expect(401);
    server.anonymous().post("/api/auth/logout/", null).expect(400);
  }

  @Test
  void a_password_change_ends_every_other_log_in_at_once() {
    Account first = server.student();
    Account second = server.logIn(first.email(), PlatformServer.PASSWORD);

    JsonNode tokens =
        first
            .client()
            .post(
                "/api/auth/password/",
                Map.of(
                    "current_password",
                    PlatformServer.PASSWORD,
                    "new_password",
                    "another horse entirely"))
            .expect(200)
            .json();

    second.client().get("/api/users/profile/").expect(401);
    first.client().get("/api/users/profile/").expect(401);
    refresh(second.refresh()).expect(401);
    server.withToken(tokens.get("access").asString()).get("/api/users/profile/").expect(200);
    logIn(first.email(), PlatformServer.PASSWORD).expect(401);
    server.logIn(first.email(), "another horse entirely");
  }

  @Test
  void an_inactive_user_is_out_at_once() {
    Account student = server.student();

    server
        .database()
        .sql("UPDATE users SET is_active = false WHERE id = :id")
        .param("id", student.id())
        .update();

    student.client().get("/api/users/profile/").expect(401);
    refresh(student.refresh()).expect(401);
    logIn(student.email(), PlatformServer.PASSWORD).expect(401);
  }

  @Test
  void expired_and_foreign_tokens_are_refused_even_on_public_urls() {
    Account student = server.student();
    var key = new SecretKeySpec(new byte[32], "HmacSHA256");
    AccessTokens foreign = tokens(key, Clock.systemUTC());
    AccessTokens past =
        tokens(
            server.bean(SecretKey.class),
            Clock.fixed(Instant.now().minus(Duration.ofMinutes(61)), ZoneOffset.UTC));
    long login = loginOf(student);
    String none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwic2lkIjoxfQ.";

    for (String token :
        List.of(
            foreign.issue(student.id(), login),
            past.issue(student.id(), login),
            none,
            "garbage",
            student.access() + "x")) {
      Answer answer = server.withToken(token).get("/api/courses/");
      answer.expect(401);
      assertThat(answer.header("WWW-Authenticate"))
          .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
      assertThat(answer.json().get("type").asString())
          .isEqualTo("urn:veetssuites:problem:token-refused");
    }
  }

  @Test
  void a_token_of_one_user_does_not_open_the_log_in_of_another() {
    Account student = server.student();
    Account other = server.student();
    AccessTokens tokens = tokens(server.bean(SecretKey.class), Clock.systemUTC());

    server
        .withToken(tokens.issue(student.id(), loginOf(other)))
        .get("/api/users/profile/")
        .expect(401);
  }

  @Test
  void the_profile_is_changed_by_those_who_have_read_it() {
    Account student = server.student();
    String tag = student.client().get("/api/users/profile/").expect(200).tag();

    student.client().patch("/api/users/profile/", Map.of("first_name", "Grace")).expect(428);
    Answer changed =
        student
            .client()
            .patch("/api/users/profile/", Map.of("first_name", "Grace"), "If-Match", tag)
            .expect(200);

    assertThat(changed.json().get("first_name").asString()).isEqualTo("Grace");
    assertThat(changed.tag()).isNotEqualTo(tag);
    student
        .client()
        .patch("/api/users/profile/", Map.of("first_name", "Ada"), "If-Match", tag)
        .expect(412);
    student
        .client()
        .patch("/api/users/profile/", Map.of("role", "admin"), "If-Match", "*")
        .expect(400);
  }

  @Test
  void log_ins_are_throttled_per_account_and_per_address() {
    try (PlatformServer strict =
        PlatformServer.start(
            PostgresExtension.createDatabase(),
            "veets.account.logins-per-account=3",
            "veets.account.logins-per-address=20")) {
      Account student = strict.student();
      for (int i = 0; i < 3; i++) {
        logIn(strict, student.email(), "wrong password").expect(401);
      }

      Answer locked = logIn(strict, student.email(), PlatformServer.PASSWORD);

      locked.expect(429);
      assertThat(locked.header("Retry-After"))
          .hasValueSatisfying(s -> assertThat(Long.parseLong(s)).isBetween(1L, 900L));
      List<Integer> statuses =
          IntStream.range(0, 30)
              .mapToObj(i -> logIn(strict, "other" + i + "@example.org", "wrong password").status())
              .toList();
      assertThat(statuses.getFirst()).isEqualTo(401);
      assertThat(statuses.getLast()).isEqualTo(429);
    }
  }

  private static AccessTokens tokens(SecretKey key, Clock clock) {
    return new AccessTokens(
        key,
        new AccountProperties(
            "",
            Duration.ofMinutes(60),
            Duration.ofDays(14),
            Duration.ofMinutes(15),
            10,
            300,
            Duration.ZERO,
            "",
            ""),
        clock);
  }

  private long loginOf(Account account) {
    return server
        .database()
        .sql("SELECT max(id) FROM logins WHERE user_id = :user")
        .param("user", account.id())
        .query(Long.class)
        .single();
  }

  private Answer register(String email) {
    return registration(email, PlatformServer.PASSWORD);
  }

  private Answer registration(String email, String password) {
    return server
        .anonymous()
        .post(
            "/api/auth/register/",
            Map.of("email", email, "password", password, "first_name", "A", "last_name", "B"));
  }

  private Answer logIn(String email, String password) {
    return logIn(server, email, password);
  }

  private static Answer logIn(PlatformServer server, String email, String password) {
    return server
        .anonymous()
        .post("/api/auth/login/", Map.of("email", email, "password", password));
  }

  private Answer refresh(String token) {
    return server.anonymous().post("/api/auth/refresh/", Map.of("refresh", token));
  }
}
