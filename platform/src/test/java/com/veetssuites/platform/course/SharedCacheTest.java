package com.veetssuites.platform.course;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.WarmReport;
import com.veetssuites.cache.WarmRequest;
import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.RedisServer;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two nodes on one database and one Redis: what one has read, the other need not read. */
class SharedCacheTest {

  private static RedisServer redis;
  private static PlatformServer a;
  private static PlatformServer b;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    String database = PostgresExtension.createDatabase();
    String[] settings = {
      "veets.cache.redis.enabled=true",
      "veets.cache.redis.url=" + redis.url(),
      "spring.jpa.properties.hibernate.session_factory.statement_inspector="
          + CountingInspector.class.getName()
    };
    a = PlatformServer.start(database, settings);
    b = PlatformServer.start(database, settings);
  }

  @AfterAll
  static void stop() {
    b.close();
    a.close();
    redis.close();
  }

  private static String title(Answer detail) {
    return detail.expect(200).json().get("title").asString();
  }

  @Test
  void what_was_warmed_costs_no_statement_here_and_on_another_node() {
    Account teacher = a.instructor();
    long course = 0;
    for (int i = 0; i < 25; i++) {
      course = a.course(teacher, "0", true);
    }

    WarmReport report =
        a.bean(CacheWarmers.class)
            .warm(new WarmRequest(Map.of("pages", "2", "users", "" + teacher.id())));
    a.bean(TieredCaches.class).flush(Duration.ofSeconds(2));

    assertThat(report.toString()).doesNotContain("failed=1");
    for (PlatformServer node : new PlatformServer[] {a, b}) {
      CountingInspector.COUNT.set(0);
      node.anonymous().get("/api/courses/").expect(200);
      node.anonymous().get("/api/courses/?page=2").expect(200);
      node.anonymous().get("/api/courses/" + course + "/").expect(200);
      node.withToken(teacher.access()).get("/api/users/profile/").expect(200);
      node.withToken(teacher.access()).get("/api/users/enrollments/").expect(200);
      assertThat(CountingInspector.COUNT).hasValue(0);
    }
  }

  @Test
  void an_edit_reaches_the_other_node_and_the_one_who_made_it_is_there_first() {
    Account teacher = a.instructor();
    long course = a.course(teacher, "0", true);
    String path = "/api/courses/" + course + "/";
    for (int i = 0; i < 20; i++) {
      String title = "Edition " + i;
      b.anonymous().get(path).expect(200);
      Answer edit =
          teacher.client().patch(path, Map.of("title", title), "If-Match", "*").expect(200);

      assertThat(title(a.anonymous().get(path))).isEqualTo(title);
      String position = edit.header("Veets-Position").orElseThrow();
      assertThat(title(b.anonymous().get(path, "Veets-Position", position))).isEqualTo(title);
      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> title(b.anonymous().get(path)).equals(title));
    }
  }

  @Test
  void without_redis_answers_are_right_and_health_says_so() {
    Account teacher = a.instructor();
    long course = a.course(teacher, "0", true);
    String path = "/api/courses/" + course + "/";
    a.anonymous().get(path).expect(200);
    b.anonymous().get(path).expect(200);
    redis.kill();
    try {
      Awaitility.await().until(() -> !healthy(a) && !healthy(b));
      for (int i = 0; i < 5; i++) {
        String title = "Without Redis " + i;
        Answer edit =
            teacher.client().patch(path, Map.of("title", title), "If-Match", "*").expect(200);
        assertThat(title(a.anonymous().get(path))).isEqualTo(title);
        String position = edit.header("Veets-Position").orElseThrow();
        assertThat(title(b.anonymous().get(path, "Veets-Position", position))).isEqualTo(title);
        Awaitility.await()
            .atMost(Duration.ofSeconds(1))
            .until(() -> title(b.anonymous().get(path)).equals(title));
      }
    } finally {
      redis.startAgain();
    }
    Awaitility.await().until(() -> healthy(a) && healthy(b));
    String last = title(a.anonymous().get(path));
    assertThat(last).isEqualTo("Without Redis 4");
    assertThat(title(b.anonymous().get(path))).isEqualTo(last);
    Awaitility.await()
        .until(() -> b.anonymous().get(path).header("Cache-Status").orElse("").contains("hit"));
  }

  private static boolean healthy(PlatformServer node) {
    Answer answer = node.anonymous().get("/api/health/");
    JsonNode cache = answer.json().get("cache");
    assertThat(answer.status()).isEqualTo(cache.asBoolean() ? 200 : 503);
    return cache.asBoolean();
  }
}
