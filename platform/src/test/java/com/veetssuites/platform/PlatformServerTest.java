package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformServerTest {

  private final PlatformServer server = PlatformServer.shared();

  @Test
  void a_course_that_an_instructor_publishes_is_in_the_catalogue_at_once() {
    long course = server.course(server.instructor(), "12.50", true);
    PlatformServer.Answer answer = server.anonymous().get("/api/courses/" + course + "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("price").asString()).isEqualTo("12.50");
    assertThat(server.anonymous().get("/api/courses").json().get("count").asLong()).isPositive();
  }

  @Test
  void a_log_in_gives_a_token_that_shows_the_profile() {
    PlatformServer.Account student = server.student();
    PlatformServer.Account again = server.logIn(student.email(), PlatformServer.PASSWORD);
    assertThat(again.client().get("/api/users/profile/").json().get("email").asString())
        .isEqualTo(student.email());
  }
}
