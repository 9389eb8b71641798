package com.veetssuites.platform.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.upkeep.BatchProcessItems;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskApiTest {

  private final PlatformServer server = PlatformServer.shared();
  private final Account student = server.student();

  @Test
  void a_task_is_shown_to_its_owner_and_to_administrators_alone() {
    String path = "/api/tasks/" + waiting("user:" + student.id()) + "/";

    assertThat(student.client().get(path).expect(200).json().get("state").asString())
        .isEqualTo("scheduled");
    server.admin().client().get(path).expect(200);
    server.student().client().get(path).expect(404);
    server.anonymous().get(path).expect(401);
    assertThat(student.client().get(path).header("Cache-Control")).hasValue("no-store");
  }

  @Test
  void a_task_of_nobody_is_shown_to_administrators_alone() {
    String path = "/api/tasks/" + waiting(null) + "/";

    student.client().get(path).expect(404);
    server.admin().client().get(path).expect(200);
  }

  @Test
  void what_is_no_id_or_of_no_task_is_not_found() {
    student.client().get("/api/tasks/" + UUID.randomUUID() + "/").expect(404);
    student.client().get("/api/tasks/7/").expect(404);
    student.client().get("/api/tasks/" + "0".repeat(36) + "/").expect(404);
  }

  @Test
  void what_a_task_has_failed_of_is_told_to_its_owner_only_if_it_is_meant_for_people() {
    Tasks tasks = server.bean(Tasks.class);
    TaskId id =
        tasks.enqueue(
            new BatchProcessItems("no-such-type", List.of(1L)),
            options -> options.owner("user:" + student.id()));
    String path = "/api/tasks/" + id + "/";
    String body = student.client().get(path).expect(200).body();
    while (!body.contains("\"dead\"")) {
      Thread.onSpinWait();
      body = student.client().get(path).expect(200).body();
    }
    assertThat(body).contains("no-such-type").doesNotContain("at com.veetssuites");
  }

  private TaskId waiting(@Nullable String owner) {
    return server
        .bean(Tasks.class)
        .enqueue(
            new BatchProcessItems("course_counts", List.of(1L)),
            options -> {
              options.delay(Duration.ofDays(1));
              if (owner != null) {
                options.owner(owner);
              }
            });
  }
}
