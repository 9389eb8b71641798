package com.veetssuites.platform.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.TaskStatus;
import com.veetssuites.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The tasks of the upkeep through the real worker of a server. */
@Timeout(120)
class UpkeepTasksTest {

  private final PlatformServer server = PlatformServer.shared();
  private final Tasks tasks = server.bean(Tasks.class);
  private final TaskControl control = server.bean(TaskControl.class);

  private TaskStatus ended(TaskId id) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> control.find(id).orElseThrow(), each -> each.finishedAt() != null);
  }

  private JsonNode result(Object payload) {
    TaskStatus status = ended(tasks.enqueue(payload));
    assertThat(status.state()).as(status.toString()).isEqualTo(TaskState.SUCCEEDED);
    return Objects.requireNonNull(status.result());
  }

  @Test
  void each_runs_on_a_worker_and_leaves_a_result() {
    assertThat(result(new CleanUpResources()).get("removed").propertyNames())
        .contains("webhook events", "orphaned files", "analytics reports");
    assertThat(result(new OptimizeDatabase()).get("indexes_there").asInt()).isGreaterThan(20);
    assertThat(result(new WarmCache(List.of("courses"), null)).get("failed").asInt()).isZero();
    assertThat(
            result(new BatchProcessItems("course_counts", List.of(999_999_999L)))
                .get("skipped")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void a_batch_of_an_unknown_type_is_dead_with_a_sentence() {
    TaskStatus status = ended(tasks.enqueue(new BatchProcessItems("courses", List.of(1L))));
    assertThat(status.state()).isEqualTo(TaskState.DEAD);
    assertThat(status.error())
        .startsWith("There are no batch items of type \"courses\"; there are: ")
        .contains("course_counts");
    assertThat(status.attempt()).isEqualTo(1);
  }

  @Test
  void a_report_that_is_asked_for_is_made_by_a_worker_and_can_be_read() {
    Account admin = server.admin();
    var enqueued =
        admin
            .client()
            .post(
                "/api/analytics/reports/",
                Map.of(
                    "report_type", "user_engagement",
                    "date_from", "2013-01-01",
                    "date_to", "2013-01-03"))
            .expect(202);
    String location = enqueued.header("Location").orElseThrow();
    assertThat(location).isEqualTo("/api/tasks/" + enqueued.json().get("task_id").asString() + "/");
    JsonNode task =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> admin.client().get(location).expect(200).json(),
                each -> each.get("state").asString().equals("succeeded"));
    JsonNode made = task.at("/result/reports/0");
    assertThat(made.get("report_type").asString()).isEqualTo("user_engagement");
    assertThat(made.get("date_to").asString()).isEqualTo("2013-01-03");
    assertThat(made.at("/figures/log_ins").isNumber()).isTrue();
    String csv =
        admin
            .client()
            .get("/api/analytics/reports/" + made.get("id").asLong() + "/?format=csv")
            .expect(200)
            .body();
    assertThat(csv.lines())
        .containsExactly(
            "date,registrations,log_ins,active_students",
            "2013-01-01,0,0,0",
            "2013-01-02,0,0,0",
            "2013-01-03,0,0,0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"report_type\":\"revenue\"}",
        "{\"report_type\":\"user_engagement\",\"date_from\":\"yesterday\"}",
        "{\"report_type\":\"user_engagement\",\"date_from\":\"2020-01-01\"}",
        "{\"report_type\":\"user_engagement\",\"since\":\"2020-01-01\"}"
      })
  void a_report_that_cannot_be_made_is_refused_at_once(String body) {
    assertThat(
            server
                .admin()
                .client()
                .post("/api/analytics/reports/", body)
                .expect(400)
                .header("Content-Type"))
        .hasValue("application/problem+json");
  }

  @Test
  void only_administrators_have_reports_made() {
    Map<String, String> report = Map.of("report_type", "user_engagement");
    server.anonymous().post("/api/analytics/reports/", report).expect(401);
    server.instructor().client().post("/api/analytics/reports/", report).expect(403);
  }

  @Test
  void the_five_schedules_are_there() {
    assertThat(control.schedules())
        .extracting("name", "type")
        .contains(
            tuple("warm-cache", "warm_cache"),
            tuple("analytics-reports", "generate_analytics_report"),
            tuple("clean-up", "clean_up_resources"),
            tuple("expired-tokens", "cleanup_expired_tokens"),
            tuple("optimize-database", "optimize_database"));
  }
}
