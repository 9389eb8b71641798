package com.veetssuites.platform.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The figures are of years that no other test writes to. */
class AnalyticsTest {

  private final PlatformServer server = PlatformServer.shared();
  private final Account admin = server.admin();

  @Test
  void only_administrators_read_reports() {
    server.anonymous().get("/api/analytics/user_engagement/").expect(401);
    server.student().client().get("/api/analytics/user_engagement/").expect(403);
    server.instructor().client().get("/api/analytics/unknown/").expect(403);
    admin.client().get("/api/analytics/user_engagement/").expect(200);
  }

  @Test
  void every_report_covers_the_last_thirty_days_by_default() {
    for (ReportType type : ReportType.values()) {
      JsonNode report =
          admin.client().get("/api/analytics/" + type.value() + "/").expect(200).json();
      assertThat(report.get("report_type").asString()).isEqualTo(type.value());
      var from = LocalDate.parse(report.get("date_from").asString());
      var to = LocalDate.parse(report.get("date_to").asString());
      assertThat(from).isEqualTo(to.minusDays(29));
      JsonNode days = report.get("content").get("days");
      if (days != null) {
        assertThat(days.size()).isEqualTo(30);
      }
    }
  }

  @Test
  void an_unknown_report_is_answered_with_the_four_that_there_are() {
    Answer answer = admin.client().get("/api/analytics/revenue/").expect(404);
    assertThat(answer.json().get("detail").asString())
        .contains("user_engagement, course_performance, enrollment_funnel, recording_usage");
  }

  @Test
  void wrong_dates_are_refused_precisely() {
    record Case(String query, String detail) {}
    for (Case wrong :
        List.of(
            new Case("date_from=yesterday", "date_from must be a date such as 2026-01-31"),
            new Case("date_to=2026-02-30", "date_to must be a date such as 2026-01-31"),
            new Case("date_to=2026-2-3", "date_to must be a date such as 2026-01-31"),
            new Case("date_to=99999-01-01", "date_to must be a date"),
            new Case("date_to=0000-01-01", "date_to must be a date"),
            new Case("date_from=2025-02-01&date_to=2025-01-31", "must not lie after date_to"),
            new Case("date_from=2999-01-01", "(today) by default"),
            new Case("date_from=2023-01-01&date_to=2024-01-02", "are 367"),
            new Case("date_from=2025-01-01&date_from=2025-01-02", "date_from must be a date"))) {
      Answer answer =
          admin.client().get("/api/analytics/user_engagement/?" + wrong.query()).expect(400);
      assertThat(answer.json().get("detail").asString()).contains(wrong.detail());
    }
    admin
        .client()
        .get("/api/analytics/user_engagement/?date_from=2024-01-01&date_to=2024-12-31")
        .expect(200); // a leap year is 366 days
  }

  @Test
  void engagement_counts_registrations_log_ins_and_each_active_student_once() {
    Account student = server.student();
    Account instructor = server.instructor();
    sql("UPDATE users SET date_joined = '2001-03-05T23:59:59Z' WHERE id = " + student.id());
    sql("UPDATE users SET date_joined = '2001-03-06T00:00:00Z' WHERE id = " + instructor.id());
    for (String time :
        List.of("2001-03-05T01:00:00Z", "2001-03-05T02:00:00Z", "2001-03-07T00:00:00Z")) {
      logIn(student.id(), time);
    }
    logIn(instructor.id(), "2001-03-07T12:00:00Z");
    logIn(student.id(), "2001-03-08T00:00:00Z"); // the first moment after

    JsonNode content = content("user_engagement", "date_from=2001-03-05&date_to=2001-03-07");
    assertThat(content.get("registrations").asInt()).isEqualTo(2);
    assertThat(content.get("student_registrations").asInt()).isEqualTo(1);
    assertThat(content.get("instructor_registrations").asInt()).isEqualTo(1);
    assertThat(content.get("log_ins").asInt()).isEqualTo(4);
    assertThat(content.get("active_students").asInt()).isEqualTo(1);
    assertThat(content.get("days").toString())
        .isEqualTo(
            "[{\"date\":\"2001-03-05\",\"registrations\":1,\"log_ins\":2,\"active_students\":1},"
                + "{\"date\":\"2001-03-06\",\"registrations\":1,\"log_ins\":0,\"active_students\":0},"
                + "{\"date\":\"2001-03-07\",\"registrations\":0,\"log_ins\":2,\"active_students\":1}]");
  }

  @Test
  void courses_are_ranked_by_completed_enrollments_with_what_they_earned() {
    Account instructor = server.instructor();
    long popular = server.course(instructor, "10.50", true);
    long other = server.course(instructor, "99", true);
    long free = server.course(instructor, "0", true);
    enroll(popular, "completed", "10.50", "USD", "2002-05-01T10:00:00Z");
    enroll(popular, "completed", "8", "EUR", "2002-05-02T10:00:00Z");
    enroll(popular, "completed", null, null, "2002-05-02T10:00:00Z"); // what the course costs
    enroll(popular, "failed", "10.50", "USD", "2002-05-03T10:00:00Z");
    enroll(other, "completed", "99", "USD", "2002-05-03T10:00:00Z");
    enroll(other, "pending", "99", "USD", "2002-05-04T00:00:00Z"); // outside
    enroll(free, "completed", "0", "USD", "2002-05-03T10:00:00Z");

    JsonNode content = content("course_performance", "date_from=2002-05-01&date_to=2002-05-03");
    assertThat(content.get("enrollments").asInt()).isEqualTo(6);
    assertThat(content.get("completed").asInt()).isEqualTo(5);
    assertThat(content.get("conversion").asDouble()).isEqualTo(0.8333);
    assertThat(content.get("revenue").toString())
        .isEqualTo(
            "[{\"currency\":\"USD\",\"completed\":3,\"amount\":\"120.00\"},"
                + "{\"currency\":\"EUR\",\"completed\":1,\"amount\":\"8.00\"}]");
    JsonNode best = content.get("courses").get(0);
    assertThat(best.get("course").asLong()).isEqualTo(popular);
    assertThat(best.get("conversion").asDouble()).isEqualTo(0.75);
    assertThat(best.get("revenue").toString())
        .isEqualTo(
            "[{\"currency\":\"EUR\",\"completed\":1,\"amount\":\"8.00\"},"
                + "{\"currency\":\"USD\",\"completed\":2,\"amount\":\"21.00\"}]");
    assertThat(content.get("courses").size()).isEqualTo(3);
    assertThat(content.get("courses").get(2).get("revenue").isEmpty()).isTrue();
  }

  @Test
  void the_funnel_shows_how_far_enrollments_have_come() {
    Account instructor = server.instructor();
    long paid = server.course(instructor, "10", true);
    long free = server.course(instructor, "0", true);
    enroll(paid, "completed", "10", "USD", "2003-05-01T10:00:00Z");
    enroll(paid, "failed", "10", "USD", "2003-05-01T10:00:00Z");
    enroll(paid, "pending", "10", "USD", "2003-05-02T10:00:00Z");
    enroll(free, "completed", "0", "USD", "2003-05-02T10:00:00Z");
    JsonNode content = content("enrollment_funnel", "date_from=2003-05-01&date_to=2003-05-02");
    assertThat(content.toString())
        .isEqualTo(
            "{\"enrollments\":4,\"pending\":1,\"completed\":2,\"failed\":1,\"completion_rate\":0.5,\"failure_rate\":0.25,"
                + "\"paid\":{\"enrollments\":3,\"pending\":1,\"completed\":1,\"failed\":1,\"completion_rate\":0.3333,\"failure_rate\":0.3333},"
                + "\"days\":[{\"date\":\"2003-05-01\",\"enrollments\":2,\"pending\":0,\"completed\":1,\"failed\":1},"
                + "{\"date\":\"2003-05-02\",\"enrollments\":2,\"pending\":1,\"completed\":1,\"failed\":0}]}");
  }

  @Test
  void recordings_are_counted_by_status_and_course() {
    long course = server.course(server.instructor(), "10", true);
    for (String status : List.of("none", "available", "available", "failed")) {
      server
          .database()
          .sql(
              """
              INSERT INTO sessions (course_id, title, scheduled_at, recording_status)
              VALUES (?, 'Lecture', '2004-05-01T10:00:00Z', ?)
              """)
          .params(course, status)
          .update();
    }
    JsonNode content = content("recording_usage", "date_from=2004-05-01&date_to=2004-05-01");
    assertThat(content.toString())
        .isEqualTo(
            "{\"sessions\":4,\"held\":4,\"recorded\":3,\"recording_rate\":0.75,"
                + "\"by_status\":{\"none\":1,\"pending\":0,\"processing\":0,\"available\":2,\"failed\":1},"
                + "\"courses\":[{\"course\":%d,\"title\":\"Analytical engines\",\"sessions\":4,\"held\":4,\"recorded\":3,\"available\":2,\"recording_rate\":0.75}]}"
                    .formatted(course));
  }

  @Test
  void a_period_in_which_nothing_happened_has_no_rates() {
    String nothing = "date_from=1999-01-01&date_to=1999-01-02";
    assertThat(content("course_performance", nothing).toString())
        .isEqualTo(
            "{\"enrollments\":0,\"completed\":0,\"conversion\":null,\"revenue\":[],\"courses\":[]}");
    assertThat(content("recording_usage", nothing).get("recording_rate").isNull()).isTrue();
    assertThat(content("enrollment_funnel", nothing).get("days").size()).isEqualTo(2);
    assertThat(content("user_engagement", nothing).get("days").size()).isEqualTo(2);
  }

  private JsonNode content(String report, String period) {
    return admin
        .client()
        .get("/api/analytics/" + report + "/?" + period)
        .expect(200)
        .json()
        .get("content");
  }

  private void logIn(long user, String time) {
    sql(
        """
        INSERT INTO logins (user_id, logged_in_at, address, expires_at)
        VALUES (%d, '%s', '127.0.0.1', '%s')
        """
            .formatted(user, time, time));
  }

  private void enroll(
      long course,
      String status,
      @org.jspecify.annotations.Nullable String amount,
      @org.jspecify.annotations.Nullable String currency,
      String time) {
    Account student = server.student();
    sql(
        """
        INSERT INTO enrollments (student_id, course_id, payment_status, amount, currency, enrolled_at)
        VALUES (%d, %d, '%s', %s, %s, '%s')
        """
            .formatted(
                student.id(),
                course,
                status,
                amount,
                currency == null ? null : "'" + currency + "'",
                time));
  }

  private void sql(String statement) {
    server.database().sql(statement).update();
  }
}
