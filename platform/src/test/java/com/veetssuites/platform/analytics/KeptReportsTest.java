package com.veetssuites.platform.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.upkeep.CleanUpRun;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The figures are of years that no other test writes to. */
@Timeout(120)
class KeptReportsTest {

  private final PlatformServer server = PlatformServer.shared();
  private final ReportGenerator generator = server.bean(ReportGenerator.class);
  private final Account admin = server.admin();

  private GeneratedReports generate(@Nullable String type, @Nullable String range)
      throws InterruptedException {
    return generate(type, range, TaskContext.detached(new TaskId(UUID.randomUUID()), null));
  }

  private GeneratedReports generate(
      @Nullable String type, @Nullable String range, TaskContext context)
      throws InterruptedException {
    return generator.generate(new GenerateAnalyticsReport(type, range), context);
  }

  private long course(String title) {
    return server
        .instructor()
        .client()
        .post("/api/courses/", Map.of("title", title, "price", "10", "is_published", true))
        .expect(201)
        .json()
        .get("id")
        .asLong();
  }

  private void enroll(long course, String status, String time) {
    server
        .database()
        .sql(
            """
            INSERT INTO enrollments (student_id, course_id, payment_status, amount, currency, enrolled_at)
            VALUES (:student, :course, :status, 10, 'USD', CAST(:time AS timestamptz))
            """)
        .param("student", server.student().id())
        .param("course", course)
        .param("status", status)
        .param("time", time)
        .update();
  }

  private JsonNode get(long id) {
    return admin.client().get("/api/analytics/reports/" + id + "/").expect(200).json();
  }

  @Test
  void a_report_that_a_task_makes_is_kept_and_says_what_the_live_one_says() throws Exception {
    enroll(course("Kept"), "completed", "2011-03-01T10:00:00Z");
    for (ReportType type : ReportType.values()) {
      GeneratedReports.Generated made =
          generate(type.value(), "2011-03-01/2011-03-02").reports().getFirst();
      JsonNode kept = get(made.id());
      JsonNode live =
          admin
              .client()
              .get(
                  "/api/analytics/%s/?date_from=2011-03-01&date_to=2011-03-02"
                      .formatted(type.value()))
              .expect(200)
              .json();
      assertThat(kept.get("content")).isEqualTo(live.get("content"));
      assertThat(kept.get("report_type").asString()).isEqualTo(type.value());
      assertThat(kept.get("date_from").asString()).isEqualTo("2011-03-01");
      assertThat(kept.get("date_to").asString()).isEqualTo("2011-03-02");
    }
    JsonNode figures =
        generate("enrollment_funnel", "2011-03-01/2011-03-02").reports().getFirst().figures();
    assertThat(figures.get("completed").asInt()).isEqualTo(1);
    assertThat(figures.get("paid").get("completed").asInt()).isEqualTo(1);
    assertThat(figures.has("days")).isFalse();
  }

  @Test
  void made_again_on_the_same_day_it_takes_the_place_of_the_one_before() throws Exception {
    long course = course("Again");
    enroll(course, "completed", "2011-04-01T10:00:00Z");
    long id = generate("enrollment_funnel", "2011-04-01/2011-04-01").reports().getFirst().id();
    assertThat(get(id).at("/content/enrollments").asInt()).isEqualTo(1);
    enroll(course, "failed", "2011-04-01T10:00:00Z");
    assertThat(generate("enrollment_funnel", "2011-04-01/2011-04-01").reports().getFirst().id())
        .isEqualTo(id);
    assertThat(get(id).at("/content/enrollments").asInt()).isEqualTo(2);
    // As if it had been made the day before: it stays as it is.
    age(id, 1);
    assertThat(generate("enrollment_funnel", "2011-04-01/2011-04-01").reports().getFirst().id())
        .isNotEqualTo(id);
  }

  private void age(long id, int days) {
    server
        .database()
        .sql(
            """
            UPDATE analytics_reports
               SET created_at = created_at - CAST(:age AS interval)
             WHERE id = :id
            """)
        .param("age", days + " days")
        .param("id", id)
        .update();
  }

  @Test
  void without_a_type_all_four_are_made_and_without_a_range_of_yesterday() throws Exception {
    GeneratedReports made = generate(null, null);
    assertThat(made.reports())
        .extracting(GeneratedReports.Generated::reportType)
        .containsExactly(ReportType.values());
    LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    assertThat(made.reports()).allMatch(each -> each.dateFrom().equals(each.dateTo()));
    assertThat(made.reports().getFirst().dateTo())
        .isBetween(yesterday.minusDays(1), yesterday.plusDays(1));
  }

  @Test
  void named_ranges_end_yesterday_and_a_later_try_keeps_the_range_of_the_first() throws Exception {
    LocalDate today = LocalDate.of(2026, 3, 1);
    assertThat(DateRange.parse("last_7_days", today))
        .isEqualTo(new Period(LocalDate.of(2026, 2, 22), LocalDate.of(2026, 2, 28)));
    assertThat(DateRange.parse("yesterday", today)).isEqualTo(DateRange.parse(null, today));
    TaskContext context = TaskContext.detached(new TaskId(UUID.randomUUID()), null);
    context.checkpoint("2012-01-01/2012-01-02"); // what yesterday was in the first try
    assertThat(generate("user_engagement", "yesterday", context).reports().getFirst().dateTo())
        .isEqualTo(LocalDate.of(2012, 1, 2));
  }

  @Test
  void a_wrong_type_or_range_is_told_in_a_sentence_and_not_tried_again() {
    record Case(@Nullable String type, String range, String message) {}
    for (Case wrong :
        List.of(
            new Case(
                "revenue",
                "yesterday",
                "There is no report of type \"revenue\"; there are user_engagement, "),
            new Case(null, "tomorrow", "date_range must be yesterday, last_7_days"),
            new Case(null, "last_367_days", "date_range must be yesterday"),
            new Case(null, "", "date_range must be yesterday"),
            new Case(null, "2026-01-01/", "date_range must be yesterday"),
            new Case(null, "2026-01-01/2026-02-30", "date_to must be a date such as"),
            new Case(null, "2026-01-02/2026-01-01", "must not lie after date_to"),
            new Case(null, "2020-01-01/2026-01-01", "at most 366 days"))) {
      assertThatThrownBy(() -> generate(wrong.type(), wrong.range()))
          .as(wrong.toString())
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining(wrong.message());
    }
  }

  @Test
  void a_report_shows_one_moment_whatever_happens_meanwhile() throws Exception {
    enroll(course("Snapshot"), "pending", "2011-05-01T10:00:00Z");
    var stop = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> writer =
          threads.submit(() -> {
            while (!stop.get()) {
              server
                  .database()
                  .sql(
                      """
                      UPDATE enrollments
                         SET payment_status = CASE payment_status WHEN 'failed' THEN 'pending' ELSE 'failed' END
                       WHERE enrolled_at = '2011-05-01T10:00:00Z'
                      """)
                  .update();
            }
          });
      try {
        for (int i = 0; i < 200; i++) {
          JsonNode figures =
              generate("enrollment_funnel", "2011-05-01/2011-05-01").reports().getFirst().figures();
          assertThat(figures.at("/paid/failed").asLong())
              .as("read by another statement than the one beside it")
              .isEqualTo(figures.get("failed").asLong());
        }
      } finally {
        stop.set(true);
      }
      writer.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void the_table_of_a_report_is_answered_as_csv() throws Exception {
    long course = course("=HYPERLINK(\"http://evil\", \"Analytical, engines\")");
    enroll(course, "completed", "2011-06-01T10:00:00Z");
    enroll(course, "pending", "2011-06-01T10:00:00Z");
    long id = generate("course_performance", "2011-06-01/2011-06-02").reports().getFirst().id();
    String url = "/api/analytics/reports/" + id + "/";
    Answer answer = admin.client().get(url, "Accept", "text/csv").expect(200);
    assertThat(answer.header("Content-Type")).hasValue("text/csv;charset=UTF-8");
    assertThat(answer.header("Content-Disposition"))
        .hasValue("attachment; filename=\"course_performance_2011-06-01_2011-06-02.csv\"");
    assertThat(answer.body())
        .startsWith(
            "course,title,instructor,enrollments,completed,pending,failed,conversion,revenue\r\n%d,"
                    .formatted(course)
                + "\"'=HYPERLINK(\"\"http://evil\"\", \"\"Analytical, engines\"\")\",")
        .endsWith(",2,1,1,0,0.5,10.00 USD\r\n");
    assertThat(admin.client().get(url + "?format=csv").expect(200).body()).isEqualTo(answer.body());
    assertThat(admin.client().get(url + "?format=json", "Accept", "*/*").json().get("id").asLong())
        .isEqualTo(id);
    assertThat(admin.client().get(url + "?format=xml").expect(400).body())
        .contains("format must be json or csv");
    assertThat(admin.client().get(url, "Accept", "image/png").status()).isEqualTo(406);
    Answer missing =
        admin.client().get("/api/analytics/reports/999999999/", "Accept", "text/csv").expect(404);
    assertThat(missing.header("Content-Type")).hasValue("application/problem+json");
    assertThat(missing.body()).contains("There is no report 999999999.");
  }

  @Test
  void every_type_has_the_columns_of_its_table() throws Exception {
    long course = course("Columns");
    enroll(course, "completed", "2011-07-01T10:00:00Z");
    server
        .database()
        .sql(
            """
            INSERT INTO sessions (course_id, title, scheduled_at, recording_status)
            VALUES (:course, 'Lecture', '2011-07-01T10:00:00Z', 'available')
            """)
        .param("course", course)
        .update();
    for (ReportType type : ReportType.values()) {
      JsonNode content =
          get(generate(type.value(), "2011-07-01/2011-07-02").reports().getFirst().id())
              .get("content");
      ReportTable table = ReportTable.of(type);
      assertThat(content.get(table.list()).get(0).propertyNames())
          .as(type.value())
          .containsExactlyInAnyOrderElementsOf(table.columns());
    }
  }

  @Test
  void the_list_is_for_administrators_and_paged() throws Exception {
    long first = generate("recording_usage", "2011-08-01/2011-08-01").reports().getFirst().id();
    long second = generate("recording_usage", "2011-08-02/2011-08-02").reports().getFirst().id();
    server.anonymous().get("/api/analytics/reports/").expect(401);
    server.instructor().client().get("/api/analytics/reports/").expect(403);
    server.student().client().get("/api/analytics/reports/" + first + "/").expect(403);
    JsonNode page =
        admin
            .client()
            .get("/api/analytics/reports/?report_type=recording_usage&page_size=1")
            .expect(200)
            .json();
    assertThat(page.get("count").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(page.at("/results/0/id").asLong()).isEqualTo(second);
    assertThat(page.at("/results/0").propertyNames())
        .containsExactly("id", "report_type", "date_from", "date_to", "generated_at");
    String next = page.get("next").asString();
    assertThat(
            admin
                .client()
                .get(next.substring(next.indexOf("/api/")))
                .expect(200)
                .json()
                .at("/results/0/id")
                .asLong())
        .isEqualTo(first);
    admin.client().get("/api/analytics/reports/?report_type=revenue").expect(400);
    JsonNode walk = admin.client().get("/api/analytics/reports/?cursor=").expect(200).json();
    assertThat(walk.get("results").size()).isPositive();
  }

  @Test
  void reports_are_deleted_when_they_have_been_kept_long_enough() throws Exception {
    long old = generate("user_engagement", "2011-09-01/2011-09-01").reports().getFirst().id();
    long young = generate("user_engagement", "2011-09-02/2011-09-02").reports().getFirst().id();
    age(old, 401);
    age(young, 399);
    assertThat(CleanUpRun.of(server.bean(ReportArchive.class), server)).isEqualTo(1);
    admin.client().get("/api/analytics/reports/" + old + "/").expect(404);
    get(young);
  }
}
