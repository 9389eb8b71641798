package com.veetssuites.benchmarks.regression;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.task.Tasks;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the platform costs, in figures that do not depend on the machine: counts, bytes, and ratios
 * of one run, held against a committed baseline. Run by {@code ./mvnw verify -Pperformance}.
 */
@Tag("performance")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PerformanceTest {

  private static final String LIST = "/api/courses/";

  private final Baseline baseline = Baseline.committed();
  private final Map<String, Double> figures = new LinkedHashMap<>();

  /** As it is run. */
  private static Node cached;

  /** Without caches, and without the nets that would catch the naive list. */
  private static Node raw;

  private static String detail;
  private static String student;
  private static String instructor;

  @BeforeAll
  static void start() throws Exception {
    String database = PostgresExtension.createDatabase();
    cached = new Node(database);
    cached.fill();
    raw =
        new Node(
            database,
            "veets.cache.enabled=false",
            "veets.response.enabled=false",
            "spring.jpa.properties.hibernate.default_batch_fetch_size=-1",
            "veets.query.prefetch.enabled=false");
    raw.bean(JdbcClient.class).sql("ANALYZE").update();
    student = cached.logIn("student");
    instructor = cached.logIn("instructor");
    JsonNode mine =
        JsonMapper.builder()
            .build()
            .readTree(cached.send("GET", LIST + "?mine=true", instructor, null).body());
    detail = LIST + mine.get("results").get(0).get("id").asLong() + "/";
  }

  @AfterAll
  static void stop() {
    raw.close();
    cached.close();
  }

  @Test
  void the_statements_of_a_request_that_the_cache_does_not_answer() throws Exception {
    count("course-list", "GET", LIST, null, null);
    count("course-list-by-cursor", "GET", LIST + "?cursor=", null, null);
    count("course-search", "GET", LIST + "?search=a", null, null);
    count("course-detail", "GET", detail, null, null);
    count("course-sessions", "GET", detail + "sessions/", student, null);
    count("my-courses", "GET", LIST + "?mine=true", instructor, null);
    count("my-enrollments", "GET", "/api/users/enrollments/", student, null);
    count("my-profile", "GET", "/api/users/profile/", student, null);
    count("my-portfolio", "GET", "/api/portfolio/", student, null);
    count("analytics", "GET", "/api/analytics/course_performance/", cached.logIn("admin"), null);
    count("course-rename", "PATCH", detail, instructor, "{\"title\": \"Renamed\"}");
    baseline.check(figures);
  }

  private void count(
      String name, String method, String path, @Nullable String token, @Nullable String body)
      throws Exception {
    // Once for what is read once in the life of a server.
    cached.send(method, path, token, body);
    cached.bean(TieredCaches.class).invalidateEverything();
    figures.put("statements." + name, cached.statements(method, path, token, body));
  }

  @Test
  void the_memory_of_a_request() throws Exception {
    allocation("course-list-hit", cached, LIST, null);
    allocation("course-list", raw, LIST, null);
    allocation("course-detail", raw, detail, null);
    allocation("my-enrollments", raw, "/api/users/enrollments/", student);
    baseline.check(figures);
  }

  private void allocation(String name, Node node, String path, @Nullable String token)
      throws Exception {
    try (Connection connection = new Connection(node.port(), path, token)) {
      figures.put("bytes." + name, Measured.bytes(200, requests(connection, node == cached)));
    }
  }

  @Test
  void an_answer_from_the_cache_beside_the_same_without() throws Exception {
    try (Connection hits = new Connection(cached.port(), LIST, null);
        Connection misses = new Connection(raw.port(), LIST, null)) {
      figures.put(
          "time.course-list-hit-by-uncached",
          Measured.timeRatio(20, requests(hits, true), requests(misses, false)));
    }
    baseline.check(figures);
  }

  @Test
  void a_list_by_its_fetch_plan_beside_the_naive_one() throws Exception {
    try (Connection planned = new Connection(raw.port(), "/api/docs/planned/courses", null);
        Connection naive = new Connection(raw.port(), "/api/docs/naive/courses", null)) {
      figures.put(
          "statements.planned-list",
          raw.statements("GET", "/api/docs/planned/courses", null, null));
      figures.put(
          "time.planned-list-by-naive",
          Measured.timeRatio(5, requests(planned, false), requests(naive, false)));
    }
    baseline.check(figures);
  }

  @Test
  void a_hit_in_memory_beside_caffeine() throws Exception {
    TieredCache<String, String> region =
        cached
            .bean(TieredCaches.class)
            .region(CacheSpec.<String, String>of("regression", String.class).build());
    region.getOrLoad("key", key -> "value");
    Cache<String, String> caffeine = Caffeine.newBuilder().maximumSize(1_000).build();
    caffeine.put("key", "value");
    figures.put(
        "time.cache-hit-by-caffeine",
        Measured.timeRatio(
            100_000,
            count -> {
              for (int i = 0; i < count; i++) {
                expect(region.getOrLoad("key", key -> "another") != null);
              }
            },
            count -> {
              for (int i = 0; i < count; i++) {
                expect(caffeine.getIfPresent("key") != null);
              }
            }));
    baseline.check(figures);
  }

  @Test
  void a_task_beside_a_bare_insert() throws Exception {
    Tasks tasks = raw.bean(Tasks.class);
    JdbcClient jdbc = raw.bean(JdbcClient.class);
    jdbc.sql(
            """
            CREATE TABLE bare_tasks (
                id       uuid        PRIMARY KEY,
                queue    text        NOT NULL,
                run_at   timestamptz NOT NULL,
                payload  text        NOT NULL
            )
            """)
        .update();
    figures.put(
        "time.enqueue-by-insert",
        Measured.timeRatio(
            20,
            count -> {
              for (int i = 0; i < count; i++) {
                tasks.enqueue(new Node.Nothing(i));
              }
            },
            count -> {
              for (int i = 0; i < count; i++) {
                jdbc.sql("INSERT INTO bare_tasks VALUES (?, 'default', now(), ?)")
                    .params(UUID.randomUUID(), "{\"number\":" + i + "}")
                    .update();
              }
            }));
    baseline.check(figures);
  }

  private static Measured.Work requests(Connection connection, boolean hits) {
    return count -> {
      int answered = 0;
      for (int i = 0; i < count; i++) {
        answered += connection.get() ? 1 : 0;
      }
      // A node that was held up by its machine asks the database until it knows that it is not
      // late.
      expect(hits ? answered > count / 2 : answered == 0);
    };
  }

  private static void expect(boolean fact) throws IOException {
    if (!fact) {
      throw new IOException("An answer came from the cache that should not, or the other way.");
    }
  }
}
