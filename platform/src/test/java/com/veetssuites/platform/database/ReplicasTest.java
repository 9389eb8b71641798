package com.veetssuites.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.PlatformServer.Client;
import com.veetssuites.query.replica.ReplicaStatus.State;
import com.veetssuites.query.replica.Replicas;
import com.veetssuites.testing.ReplicatedPostgres;
import com.veetssuites.testing.ReplicatedPostgres.Standby;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The platform over a primary and a standby, by {@code DATABASE_REPLICA_URLS}: who has written
 * reads it at once, others within what the caches and the standby allow, and none of it from the
 * cache once it is over.
 */
class ReplicasTest {

  private static final ConditionFactory SOON =
      Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));

  private static ReplicatedPostgres servers;
  private static Standby standby;
  private static PlatformServer platform;
  private static Replicas replicas;
  private static Account teacher;

  @BeforeAll
  static void start() {
    servers = ReplicatedPostgres.start(1);
    standby = servers.standby(0);
    String database = servers.createDatabase();
    platform =
        PlatformServer.start(
            servers.url(database), "veets.query.replicas.urls=" + standby.databaseUrl(database));
    replicas = platform.bean(Replicas.class);
    teacher = platform.instructor();
  }

  @AfterAll
  static void stop() {
    platform.close();
    servers.close();
  }

  private static String detail(long course) {
    return "/api/courses/" + course + "/";
  }

  private static String title(Answer answer) {
    return answer.expect(200).json().get("title").asString();
  }

  private static String titleInList(Answer list, long course) {
    for (JsonNode row : list.expect(200).json().get("results")) {
      if (row.get("id").asLong() == course) {
        return row.get("title").asString();
      }
    }
    return "";
  }

  private static boolean hit(Answer answer) {
    return answer.header("Cache-Status").orElse("").contains("hit");
  }

  @Test
  void the_client_that_wrote_sees_it_and_nobody_is_served_what_is_over_from_the_cache() {
    long course = platform.course(teacher, "0", true);
    standby.awaitReplay();
    SOON.until(() -> replicas.status().getFirst().state() == State.UP);
    long before = replicas.readsOnReplicas();
    Client stranger = platform.anonymous();
    SOON.until(() ->
        title(stranger.get(detail(course))).equals("Analytical engines")
            && replicas.readsOnReplicas() > before);
    SOON.until(() -> hit(stranger.get(detail(course))));
    standby.pauseReplay();
    try {
      Answer written =
          teacher
              .client()
              .patch(detail(course), Map.of("title", "Difference engines"), "If-Match", "*")
              .expect(200);
      String position = written.header("Database-Position").orElseThrow();

      for (int i = 0; i < 20; i++) {
        Answer stale = stranger.get(detail(course));
        assertThat(title(stale)).isEqualTo("Analytical engines");
        assertThat(hit(stale)).isFalse();
      }
      assertThat(title(teacher.client().get(detail(course), "Database-Position", position)))
          .isEqualTo("Difference engines");
      assertThat(
              titleInList(
                  teacher.client().get("/api/courses/", "Cookie", "database-position=" + position),
                  course))
          .isEqualTo("Difference engines");
      assertThat(platform.anonymous().get("/api/health/").status()).isEqualTo(200);
    } finally {
      standby.resumeReplay();
    }
    SOON.untilAsserted(() -> {
      assertThat(title(stranger.get(detail(course)))).isEqualTo("Difference engines");
      assertThat(titleInList(stranger.get("/api/courses/"), course))
          .isEqualTo("Difference engines");
    });
  }

  @Test
  void a_dead_replica_is_no_reason_to_be_unhealthy_or_to_fail() {
    long course = platform.course(teacher, "0", true);
    standby.kill();
    try {
      SOON.until(() -> replicas.status().getFirst().state() == State.DOWN);
      assertThat(title(platform.anonymous().get(detail(course)))).isEqualTo("Analytical engines");
      platform.anonymous().get("/api/health/").expect(200);
      String seen = platform.admin().client().get("/actuator/queryreplicas").expect(200).body();
      assertThat(seen).contains("DOWN").doesNotContain("postgres:");
    } finally {
      standby.startAgain();
    }
    SOON.until(() -> replicas.status().getFirst().state() == State.UP);
  }

  @Test
  void an_address_that_is_none_stops_the_start_with_a_sentence_without_its_password() {
    assertThatThrownBy(() ->
            PlatformServer.start(
                servers.url("postgres"), "veets.query.replicas.urls=postgres://a:secret@/"))
        .hasStackTraceContaining(
            "Each of DATABASE_REPLICA_URLS must look like postgres://user:password@host:5432/database")
        .satisfies(e -> assertThat(String.valueOf(e)).doesNotContain("secret"));
  }
}
