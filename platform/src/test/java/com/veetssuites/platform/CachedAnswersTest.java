package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.PlatformServer.Client;
import com.veetssuites.testing.PostgresExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What is answered from the cache is what the database holds: on the node that wrote at once, on
 * another within the staleness bound, and at once for the client that wrote. Two nodes on one
 * database, without Redis. And what a write does not touch stays cached.
 */
class CachedAnswersTest {

  private static final Duration BOUND = Duration.ofSeconds(1);

  private static PlatformServer a;
  private static PlatformServer b;
  private static Account teacher;

  @BeforeAll
  static void start() {
    String database = PostgresExtension.createDatabase();
    a = PlatformServer.start(database);
    b = PlatformServer.start(database);
    teacher = a.instructor();
  }

  @AfterAll
  static void stop() {
    b.close();
    a.close();
  }

  private static boolean hit(Answer answer) {
    return answer.header("Cache-Status").orElse("none").contains("hit");
  }

  /** Asks until the answer is a hit: loads that a write has overtaken are not kept. */
  private static Answer warm(Client client, String path) {
    Answer answer = client.get(path).expect(200);
    for (int i = 0; i < 50 && !hit(answer); i++) {
      answer = client.get(path).expect(200);
    }
    assertThat(hit(answer)).as(path + " " + answer.response().headers().map()).isTrue();
    return answer;
  }

  private static String detail(long course) {
    return "/api/courses/" + course + "/";
  }

  private static void rename(PlatformServer node, long course, String title) {
    node.withToken(teacher.access())
        .patch(detail(course), Map.of("title", title), "If-Match", "*")
        .expect(200);
  }

  private static JsonNode inList(Answer list, long course) {
    for (JsonNode row : list.json().get("results")) {
      if (row.get("id").asLong() == course) {
        return row;
      }
    }
    throw new AssertionError("Course " + course + " is not on the list");
  }

  @Test
  void an_edit_shows_at_once_where_it_was_made_and_within_the_bound_elsewhere() {
    long course = a.course(teacher, "0", true);
    for (PlatformServer node : List.of(a, b)) {
      warm(node.anonymous(), "/api/courses/");
      warm(node.anonymous(), detail(course));
    }

    rename(a, course, "Difference engines");

    assertThat(a.anonymous().get(detail(course)).json().get("title").asString())
        .isEqualTo("Difference engines");
    assertThat(inList(a.anonymous().get("/api/courses/"), course).get("title").asString())
        .isEqualTo("Difference engines");
    Awaitility.await()
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> {
          assertThat(b.anonymous().get(detail(course)).json().get("title").asString())
              .isEqualTo("Difference engines");
          assertThat(inList(b.anonymous().get("/api/courses/"), course).get("title").asString())
              .isEqualTo("Difference engines");
        });
  }

  @Test
  void the_client_that_wrote_reads_its_write_on_every_node() {
    long course = a.course(teacher, "0", true);
    for (int i = 0; i < 20; i++) {
      warm(b.anonymous(), detail(course));
      Answer written =
          teacher
              .client()
              .patch(detail(course), Map.of("title", "Edition " + i), "If-Match", "*")
              .expect(200);
      String position = written.header("Veets-Position").orElseThrow();

      Answer read = b.anonymous().get(detail(course), "Veets-Position", position);

      assertThat(read.json().get("title").asString()).isEqualTo("Edition " + i);
    }
  }

  @Test
  void enrolling_changes_the_count_in_list_and_detail_and_nothing_else() {
    long course = a.course(teacher, "0", true);
    long other = a.course(teacher, "0", true);
    Account student = a.student();
    Client anybody = a.anonymous();
    warm(anybody, "/api/courses/");
    warm(anybody, detail(course));
    warm(anybody, detail(other));

    student.client().post(detail(course) + "enroll/", null).expect(201);

    assertThat(inList(anybody.get("/api/courses/"), course).get("enrollment_count").asInt())
        .isEqualTo(1);
    assertThat(anybody.get(detail(course)).json().get("enrollment_count").asInt()).isEqualTo(1);
    assertThat(hit(anybody.get(detail(other)))).isTrue();
  }

  @Test
  void an_edit_leaves_cached_what_does_not_show_the_course() {
    List<Long> courses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      courses.add(a.course(teacher, "0", true));
    }
    Client anybody = a.anonymous();
    Account reader = a.student();
    reader.client().post(detail(courses.get(3)) + "enroll/", null).expect(201);
    String first = "/api/courses/?page_size=3&instructor=" + teacher.id();
    String second = first + "&page=2";
    warm(anybody, first);
    warm(anybody, second);
    warm(anybody, detail(courses.get(5)));
    warm(anybody, detail(courses.get(4)));
    warm(reader.client(), "/api/users/enrollments/");
    warm(reader.client(), "/api/users/profile/");

    rename(a, courses.get(5), "Changed");

    assertThat(hit(anybody.get(first))).as("the page that shows it").isFalse();
    assertThat(hit(anybody.get(detail(courses.get(5))))).as("its detail").isFalse();
    assertThat(hit(anybody.get(second))).as("another page").isTrue();
    assertThat(hit(anybody.get(detail(courses.get(4))))).as("another detail").isTrue();
    assertThat(hit(reader.client().get("/api/users/enrollments/"))).as("enrollments").isTrue();
    assertThat(hit(reader.client().get("/api/users/profile/"))).as("a profile").isTrue();
  }

  @Test
  void a_log_in_invalidates_nothing() {
    long course = a.course(teacher, "0", true);
    Account student = a.student();
    Client anybody = a.anonymous();
    warm(anybody, "/api/courses/");
    warm(anybody, detail(course));
    warm(student.client(), "/api/users/profile/");
    warm(student.client(), "/api/users/enrollments/");

    a.logIn(teacher.email(), PlatformServer.PASSWORD);
    a.logIn(student.email(), PlatformServer.PASSWORD);

    assertThat(hit(anybody.get("/api/courses/"))).isTrue();
    assertThat(hit(anybody.get(detail(course)))).isTrue();
    assertThat(hit(student.client().get("/api/users/profile/"))).isTrue();
    assertThat(hit(student.client().get("/api/users/enrollments/"))).isTrue();
  }

  @Test
  void a_search_is_cached_until_a_course_begins_or_ceases_to_match() {
    long course = a.course(teacher, "0", true);
    Client anybody = a.anonymous();
    String search = "/api/courses/?search=ornithopter";
    assertThat(warm(anybody, search).json().get("count").asLong()).isZero();

    rename(a, course, "Ornithopters");
    assertThat(anybody.get(search).json().get("count").asLong()).isEqualTo(1);
    warm(anybody, search);

    rename(a, course, "Balloons");
    assertThat(anybody.get(search).json().get("count").asLong()).isZero();
  }

  @Test
  void publishing_and_deleting_change_lists_and_counts() {
    long draft = a.course(teacher, "0", false);
    Client anybody = a.anonymous();
    long before = warm(anybody, "/api/courses/").json().get("count").asLong();
    anybody.get(detail(draft)).expect(404);

    teacher
        .client()
        .patch(detail(draft), Map.of("is_published", true), "If-Match", "*")
        .expect(200);
    assertThat(anybody.get("/api/courses/").json().get("count").asLong()).isEqualTo(before + 1);
    anybody.get(detail(draft)).expect(200);

    teacher.client().delete(detail(draft), "If-Match", "*").expect(204);
    assertThat(anybody.get("/api/courses/").json().get("count").asLong()).isEqualTo(before);
    anybody.get(detail(draft)).expect(404);
  }

  @Test
  void an_ended_log_in_gets_nothing_from_the_cache() {
    Account student = a.student();
    long course = a.course(teacher, "0", true);
    warm(student.client(), "/api/users/profile/");
    warm(student.client(), "/api/courses/");
    warm(student.client(), detail(course));

    student.client().post("/api/auth/logout/", Map.of("refresh", student.refresh())).expect(204);

    student.client().get("/api/users/profile/").expect(401);
    student.client().get("/api/courses/").expect(401);
    student.client().get(detail(course)).expect(401);
    a.withToken("no.token.atall").get("/api/courses/").expect(401);
    warm(a.anonymous(), "/api/courses/");
    a.withToken("no.token.atall").get("/api/courses/").expect(401);
  }

  @Test
  void nobody_gets_the_answer_of_another() {
    Account ada = a.student();
    Account grace = a.student();
    long course = a.course(teacher, "0", true);
    teacher
        .client()
        .post(
            "/api/sessions/",
            Map.of(
                "course", course,
                "title", "First",
                "scheduled_at", "2030-01-01T10:00:00Z",
                "zoom_join_url", "https://zoom.us/j/1"))
        .expect(201);
    ada.client().post(detail(course) + "enroll/", null).expect(201);

    assertThat(warm(ada.client(), "/api/users/profile/").json().get("id").asLong())
        .isEqualTo(ada.id());
    assertThat(warm(grace.client(), "/api/users/profile/").json().get("id").asLong())
        .isEqualTo(grace.id());
    assertThat(link(warm(ada.client(), detail(course)))).isEqualTo("https://zoom.us/j/1");
    assertThat(link(warm(grace.client(), detail(course)))).isEmpty();
    assertThat(link(warm(a.anonymous(), detail(course)))).isEmpty();
    assertThat(link(warm(teacher.client(), detail(course)))).isNotEmpty();
  }

  private static String link(Answer detail) {
    return detail.json().get("sessions").get(0).get("zoom_join_url").asString("");
  }

  @Test
  void what_has_not_changed_is_a_304() {
    long course = a.course(teacher, "0", true);
    String tag = warm(a.anonymous(), detail(course)).tag();

    assertThat(a.anonymous().get(detail(course), "If-None-Match", tag).status()).isEqualTo(304);
    a.student().client().post(detail(course) + "enroll/", null).expect(201);
    Answer changed = a.anonymous().get(detail(course), "If-None-Match", tag).expect(200);

    // An enrollment is no edit: the tag of before still permits one.
    teacher.client().patch(detail(course), Map.of("title", "T"), "If-Match", tag).expect(200);
    teacher
        .client()
        .patch(detail(course), Map.of("title", "U"), "If-Match", changed.tag())
        .expect(412);
  }

  /** Reads by a Zipf distribution over 1 000 courses, one write in twenty operations. */
  @Test
  void with_one_write_in_twenty_most_reads_are_hits() {
    int steps = Integer.getInteger("veets.steps", 2_000);
    long seed = Long.getLong("veets.seed", 20261123);
    Random random = new Random(seed);
    a.database()
        .sql(
            """
            INSERT INTO courses (title, description, instructor_id, price, currency, is_published, created_at, updated_at)
            SELECT 'Course ' || n, '', :teacher, 0, 'EUR', true, now() - n * interval '1 minute', now()
              FROM generate_series(1, 1000) AS n
            """)
        .param("teacher", teacher.id())
        .update();
    List<@Nullable Long> courses =
        a.database()
            .sql("SELECT id FROM courses WHERE is_published ORDER BY created_at DESC, id DESC")
            .query(Long.class)
            .list();
    List<Account> students = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      students.add(a.student());
    }
    int hits = 0;
    int reads = 0;
    for (int step = 0; step < steps * 3 / 2; step++) {
      int rank = zipf(random, courses.size());
      long course = Objects.requireNonNull(courses.get(rank));
      Account student = students.get(random.nextInt(students.size()));
      if (random.nextInt(20) == 0) {
        switch (random.nextInt(3)) {
          case 0 -> a.logIn(student.email(), PlatformServer.PASSWORD);
          case 1 -> student.client().post(detail(course) + "enroll/", null);
          default -> rename(a, course, "Title " + step);
        }
        continue;
      }
      Answer answer =
          random.nextInt(3) == 0
              ? a.anonymous().get("/api/courses/?page=" + (1 + rank / 20)).expect(200)
              : a.anonymous().get(detail(course)).expect(200);
      // The first half fills the cache.
      if (step >= steps / 2) {
        reads++;
        hits += hit(answer) ? 1 : 0;
      }
    }
    assertThat((double) hits / reads).as("hit rate, seed " + seed).isGreaterThanOrEqualTo(0.8);
    assertThat(a.bean(TieredCaches.class).log().reachable()).isTrue();
  }

  private static int zipf(Random random, int n) {
    double u = random.nextDouble();
    return (int) Math.min(n - 1, Math.pow(n + 1, u) - 1);
  }
}
