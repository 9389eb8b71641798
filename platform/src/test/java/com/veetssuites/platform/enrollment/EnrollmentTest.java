package com.veetssuites.platform.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.Together;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EnrollmentTest {

  private final PlatformServer server = PlatformServer.shared();
  private final Account instructor = server.instructor();
  private final Account student = server.student();

  @Test
  void a_free_course_is_completed_at_once_and_counted() {
    long course = server.course(instructor, "0", true);
    Answer answer = enroll(student, course);
    assertThat(answer.status()).isEqualTo(201);
    JsonNode enrollment = answer.json();
    assertThat(enrollment.get("payment_status").asString()).isEqualTo("completed");
    assertThat(enrollment.get("payment_id").isNull()).isTrue();
    assertThat(enrollment.get("course").get("enrollment_count").asInt()).isEqualTo(1);
    assertThat(answer.header("Location"))
        .contains("/api/enrollments/" + enrollment.get("id").asLong() + "/");
    assertThat(answer.tag()).isEqualTo("\"0\"");
  }

  @Test
  void a_paid_course_is_pending_and_not_counted() {
    long course = server.course(instructor, "49.90", true);
    JsonNode enrollment = enroll(student, course).expect(201).json();
    assertThat(enrollment.get("payment_status").asString()).isEqualTo("pending");
    assertThat(enrollment.get("payment_id").asString()).matches("pay_[A-Za-z0-9_-]{32}");
    assertThat(enrollment.get("amount").asString()).isEqualTo("49.90");
    assertThat(enrollment.get("currency").asString()).isEqualTo("USD");
    assertThat(enrollment.get("course").get("enrollment_count").asInt()).isZero();
  }

  @Test
  void enrolling_again_gives_the_same_enrollment() {
    long course = server.course(instructor, "49.90", true);
    JsonNode first = enroll(student, course).expect(201).json();
    assertThat(enroll(student, course).expect(200).json()).isEqualTo(first);
  }

  @Test
  void a_failed_payment_gets_another_attempt_for_what_the_course_costs_now() {
    long course = server.course(instructor, "49.90", true);
    JsonNode first = enroll(student, course).expect(201).json();
    settle(first.get("id").asLong(), "failed").expect(200);
    instructor
        .client()
        .patch("/api/courses/" + course + "/", Map.of("price", "40"), "If-Match", "*")
        .expect(200);
    JsonNode second = enroll(student, course).expect(200).json();
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(second.get("payment_status").asString()).isEqualTo("pending");
    assertThat(second.get("payment_id")).isNotEqualTo(first.get("payment_id"));
    assertThat(second.get("amount").asString()).isEqualTo("40.00");
  }

  @Test
  void a_course_that_has_become_free_asks_nobody_to_pay_any_more() {
    long course = server.course(instructor, "49.90", true);
    enroll(student, course).expect(201);
    instructor
        .client()
        .patch("/api/courses/" + course + "/", Map.of("price", "0"), "If-Match", "*")
        .expect(200);
    JsonNode again = enroll(student, course).expect(200).json();
    assertThat(again.get("payment_status").asString()).isEqualTo("completed");
    assertThat(again.get("course").get("enrollment_count").asInt()).isEqualTo(1);
  }

  @Test
  void a_draft_cannot_be_enrolled_in_and_does_not_show_that_it_exists() {
    long draft = server.course(instructor, "0", false);
    enroll(student, draft).expect(404);
    enroll(server.admin(), draft).expect(404);
    enroll(student, 999_999_999).expect(404);
    student.client().post("/api/courses/abc/enroll/", null).expect(400);
  }

  @Test
  void an_instructor_cannot_enroll_in_their_own_course() {
    Answer answer = enroll(instructor, server.course(instructor, "0", true));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("type").asString())
        .isEqualTo("urn:veetssuites:problem:own-course");
  }

  @Test
  void nobody_enrolls_without_a_token() {
    long course = server.course(instructor, "0", true);
    server.anonymous().post("/api/courses/" + course + "/enroll/", null).expect(401);
  }

  @Test
  void simultaneous_enrollments_of_one_student_make_one_row_and_all_are_answered()
      throws Exception {
    for (int round = 0; round < 20; round++) {
      long course = server.course(instructor, round % 2 == 0 ? "0" : "5", true);
      int parties = 4;
      List<Answer> answers = Together.times(parties, () -> enroll(student, course));
      assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
      assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
      assertThat(answers).extracting(answer -> answer.json().get("id")).hasSize(parties);
      assertThat(answers.stream().map(answer -> answer.json().get("payment_id")).distinct())
          .hasSize(1);
      assertThat(rows(course)).isEqualTo(1);
    }
  }

  @Test
  void simultaneous_attempts_after_a_failure_give_one_new_payment() throws Exception {
    long course = server.course(instructor, "5", true);
    long id = enroll(student, course).expect(201).json().get("id").asLong();
    settle(id, "failed").expect(200);
    List<Answer> answers = Together.times(6, () -> enroll(student, course).expect(200));
    assertThat(answers.stream().map(answer -> answer.json().get("payment_id")).distinct())
        .hasSize(1);
  }

  @Test
  void my_enrollments_come_newest_first_by_page_and_by_cursor() {
    List<Long> courses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long course = server.course(instructor, "0", true);
      enroll(student, course).expect(201);
      courses.addFirst(course);
    }
    JsonNode page =
        student.client().get("/api/users/enrollments/?page_size=2&page=2").expect(200).json();
    assertThat(page.get("count").asInt()).isEqualTo(5);
    assertThat(ids(page)).containsExactlyElementsOf(courses.subList(2, 4));
    assertThat(page.get("results").get(0).get("course").get("instructor").get("id").asLong())
        .isEqualTo(instructor.id());

    List<Long> walked = new ArrayList<>();
    String next = "/api/users/enrollments/?page_size=2&cursor=";
    while (next != null) {
      JsonNode walk = student.client().get(next).expect(200).json();
      walked.addAll(ids(walk));
      next =
          walk.get("next").isNull()
              ? null
              : walk.get("next").asString().replaceFirst("http://[^/]+", "");
    }
    assertThat(walked).isEqualTo(courses);
    assertThat(ids(student.client().get("/api/users/enrollments/?ordering=enrolled_at").json()))
        .isEqualTo(courses.reversed());
    student.client().get("/api/users/enrollments/?ordering=id").expect(400);
    server.anonymous().get("/api/users/enrollments/").expect(401);
  }

  @Test
  void a_page_costs_the_same_few_statements_however_many_rows_it_has() {
    for (int i = 0; i < 4; i++) {
      enroll(student, server.course(server.instructor(), "0", true)).expect(201);
    }
    long course = server.course(instructor, "0", true);
    for (int i = 0; i < 4; i++) {
      enroll(server.student(), course).expect(201);
    }
    assertThat(statements(student, "/api/users/enrollments/?page_size=3")).isLessThanOrEqualTo(2);
    assertThat(statements(student, "/api/users/enrollments/?page_size=3&cursor="))
        .isLessThanOrEqualTo(2);
    // One of them finds out whose course it is.
    assertThat(statements(instructor, "/api/courses/" + course + "/enrollments/?page_size=3"))
        .isLessThanOrEqualTo(3);
  }

  @Test
  void the_instructor_sees_who_is_enrolled_and_others_do_not() {
    long course = server.course(instructor, "5", true);
    long id = enroll(student, course).expect(201).json().get("id").asLong();
    enroll(server.student(), course).expect(201);
    settle(id, "completed").expect(200);
    String path = "/api/courses/" + course + "/enrollments/";

    JsonNode all = instructor.client().get(path).expect(200).json();
    assertThat(all.get("count").asInt()).isEqualTo(2);
    JsonNode paid = instructor.client().get(path + "?payment_status=completed").expect(200).json();
    assertThat(paid.get("count").asInt()).isEqualTo(1);
    JsonNode row = paid.get("results").get(0);
    assertThat(row.get("payment_status").asString()).isEqualTo("completed");
    assertThat(row.get("student").get("id").asLong()).isEqualTo(student.id());
    assertThat(row.get("student").get("email").asString()).isEqualTo(student.email());
    assertThat(row.get("student").get("last_name").asString()).isEqualTo("Lovelace");
    assertThat(row.has("payment_id")).isFalse();

    Answer wrong = instructor.client().get(path + "?payment_status=paid").expect(400);
    assertThat(wrong.body()).contains("one of pending, completed, failed");
    String next =
        instructor
            .client()
            .get(path + "?payment_status=pending&page_size=1")
            .json()
            .get("next")
            .toString();
    assertThat(next).isEqualTo("null");
    student.client().get(path).expect(403);
    server.admin().client().get(path).expect(200);
    instructor.client().get("/api/courses/999999999/enrollments/").expect(404);
  }

  @Test
  void an_enrollment_is_shown_to_its_student_its_instructor_and_administrators_only() {
    long course = server.course(instructor, "5", true);
    JsonNode enrollment = enroll(student, course).expect(201).json();
    String path = "/api/enrollments/" + enrollment.get("id").asLong() + "/";
    JsonNode mine = student.client().get(path).expect(200).json();
    assertThat(mine.get("payment_id")).isEqualTo(enrollment.get("payment_id"));
    assertThat(mine.get("student").get("id").asLong()).isEqualTo(student.id());
    assertThat(instructor.client().get(path).expect(200).json().get("payment_id").isNull())
        .isTrue();
    server.admin().client().get(path).expect(200);
    server.student().client().get(path).expect(404);
    server.instructor().client().get(path).expect(404);
  }

  @Test
  void only_an_administrator_settles_by_hand_and_says_which_version() {
    long course = server.course(instructor, "5", true);
    long id = enroll(student, course).expect(201).json().get("id").asLong();
    String path = "/api/enrollments/" + id + "/";
    Map<String, String> completed = Map.of("payment_status", "completed");
    Account admin = server.admin();
    student.client().patch(path, completed, "If-Match", "*").expect(403);
    instructor.client().patch(path, completed, "If-Match", "*").expect(403);
    server.student().client().patch(path, completed, "If-Match", "*").expect(404);
    admin.client().patch(path, completed).expect(428);
    String tag = admin.client().get(path).tag();
    Answer answer = admin.client().patch(path, completed, "If-Match", tag).expect(200);
    assertThat(answer.json().get("payment_status").asString()).isEqualTo("completed");
    assertThat(answer.json().get("course").get("enrollment_count").asInt()).isEqualTo(1);
    assertThat(answer.tag()).isEqualTo("\"1\"");
    assertThat(admin.client().get(path).tag()).startsWith("\"1-").isNotEqualTo(tag);
    admin.client().patch(path, completed, "If-Match", tag).expect(412);
    admin.client().patch(path, completed, "If-Match", answer.tag()).expect(200);
  }

  @Test
  void a_completed_payment_is_final_and_a_failed_one_can_still_be_completed() {
    long course = server.course(instructor, "5", true);
    long id = enroll(student, course).expect(201).json().get("id").asLong();
    settle(id, "failed").expect(200);
    settle(id, "completed").expect(200);
    Answer refused = settle(id, "failed");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asString()).contains("a completed one is final");
  }

  @Test
  void what_an_administrator_cannot_mean_is_refused_precisely() {
    long course = server.course(instructor, "5", true);
    long id = enroll(student, course).expect(201).json().get("id").asLong();
    String path = "/api/enrollments/" + id + "/";
    Account admin = server.admin();
    for (Object body :
        List.of(
            "{\"payment_status\": \"pending\"}",
            "{\"payment_status\": null}",
            "{\"payment_status\": \"paid\"}",
            "{\"payment_status\": 1}",
            "{\"payment_id\": \"x\"}",
            "[]",
            "{")) {
      Answer answer = admin.client().patch(path, body, "If-Match", "*");
      assertThat(answer.status()).as("%s: %s", body, answer.body()).isEqualTo(400);
    }
    assertThat(admin.client().patch(path, "{\"payment_status\": \"paid\"}", "If-Match", "*").body())
        .contains("one of pending, completed, failed");
  }

  /** Hibernate's statements of a request: all but the one that checks the token. */
  private long statements(Account who, String path) {
    Statistics statistics =
        server.bean(EntityManagerFactory.class).unwrap(SessionFactory.class).getStatistics();
    statistics.setStatisticsEnabled(true);
    try {
      statistics.clear();
      who.client().get(path).expect(200);
      return statistics.getPrepareStatementCount();
    } finally {
      statistics.setStatisticsEnabled(false);
    }
  }

  private Answer enroll(Account who, long course) {
    return who.client().post("/api/courses/" + course + "/enroll/", null);
  }

  private Answer settle(long enrollment, String outcome) {
    return server
        .admin()
        .client()
        .patch(
            "/api/enrollments/" + enrollment + "/",
            Map.of("payment_status", outcome),
            "If-Match",
            "*");
  }

  private long rows(long course) {
    return server
        .database()
        .sql("SELECT count(*) FROM enrollments WHERE course_id = :course")
        .param("course", course)
        .query(Long.class)
        .single();
  }

  private static List<Long> ids(JsonNode page) {
    List<Long> ids = new ArrayList<>();
    page.get("results").forEach(row -> ids.add(row.get("course").get("id").asLong()));
    return ids;
  }
}
